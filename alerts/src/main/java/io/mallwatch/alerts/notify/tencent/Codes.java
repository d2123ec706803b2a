package io.mallwatch.alerts.notify.tencent;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.vendor.Answer;
import java.time.Duration;
import java.util.Optional;

/// What the errors of Tencent Cloud's answers mean.
final class Codes {

  private static final Duration LIMIT_PAUSE = Duration.ofSeconds(30);

  private Codes() {}

  /// What went wrong with the whole request; empty when it was taken.
  static Optional<Delivery> refusal(Answer answer) {
    String code = answer.text("Response", "Error", "Code");
    if (code.isEmpty()) {
      if (answer.isGood()) {
        return Optional.empty();
      }
      String reason = "status code " + answer.status() + answer.said();
      return Optional.of(
          answer.status() / 100 == 4 ? new Delivery.Failed(reason) : new Delivery.Unknown(reason));
    }
    String reason = code + ": " + answer.text("Response", "Error", "Message");
    if (code.startsWith("RequestLimitExceeded")) {
      return Optional.of(new Delivery.Limited(reason, LIMIT_PAUSE));
    }
    return Optional.of(
        code.startsWith("InternalError")
            ? new Delivery.Unknown(reason)
            : new Delivery.Failed(reason));
  }
}
