package io.mallwatch.starter.business;

import java.util.Locale;

/// Why a transaction failed; the values of the label `reason`.
public enum TransactionFailure {
  /// The payment provider said no.
  DECLINED,
  /// The payment provider answered with an error.
  GATEWAY_ERROR,
  /// The payment provider did not answer in time.
  GATEWAY_TIMEOUT,
  /// The buyer has too little.
  INSUFFICIENT_FUNDS,
  /// The mall itself failed.
  INTERNAL;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
