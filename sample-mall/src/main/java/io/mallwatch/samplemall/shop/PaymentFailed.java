package io.mallwatch.samplemall.shop;

import io.mallwatch.starter.business.TransactionFailure;
import org.jspecify.annotations.Nullable;

/// A payment that did not happen.
public final class PaymentFailed extends MallException {
  private static final long serialVersionUID = 1L;
  private final TransactionFailure reason;

  public PaymentFailed(
      TransactionFailure reason, int status, String message, @Nullable Throwable cause) {
    super(status, "payment_failed", message);
    if (cause != null) {
      initCause(cause);
    }
    this.reason = reason;
  }

  public TransactionFailure reason() {
    return reason;
  }
}
