package io.mallwatch.alerts.notify.aliyun;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.vendor.Answer;
import java.time.Duration;

/// What the field `Code` of Alibaba Cloud's answers means; `OK` is success.
final class Codes {

  private static final Duration LIMIT_PAUSE = Duration.ofMinutes(1);

  private Codes() {}

  /// @param receipt field that names the message or call
  static Delivery read(Answer answer, String receipt) {
    String code = answer.text("Code");
    String reason = code + ": " + answer.text("Message");
    if (code.equals("OK")) {
      return new Delivery.Sent(answer.text(receipt));
    }
    if (code.startsWith("Throttling") || answer.status() == 429) {
      return new Delivery.Limited(code.isEmpty() ? "status code 429" : reason, LIMIT_PAUSE);
    }
    if (code.equals("isp.SYSTEM_ERROR")) {
      return new Delivery.Retry(reason);
    }
    if (code.isEmpty()) {
      return answer.status() / 100 == 4
          ? new Delivery.Failed("status code " + answer.status() + answer.said())
          : new Delivery.Unknown("no code, status code " + answer.status() + answer.said());
    }
    return answer.status() / 100 == 5 ? new Delivery.Unknown(reason) : new Delivery.Failed(reason);
  }
}
