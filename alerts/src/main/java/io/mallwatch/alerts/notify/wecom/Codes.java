package io.mallwatch.alerts.notify.wecom;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.vendor.Answer;
import java.time.Duration;

/// What WeCom's `errcode` means: 0 is success, whatever HTTP says.
final class Codes {

  private static final Duration LIMIT_PAUSE = Duration.ofMinutes(1);

  private Codes() {}

  static Delivery read(Answer answer) {
    if (!answer.isGood()) {
      return answer.byStatus();
    }
    long code = answer.number("errcode").orElse(Long.MIN_VALUE);
    String reason = "errcode " + answer.text("errcode") + ": " + answer.text("errmsg");
    if (code == 0) {
      return sent(answer);
    }
    if (code == 45009 || code == 45033) {
      return new Delivery.Limited(reason, LIMIT_PAUSE);
    }
    if (code == -1) {
      return new Delivery.Retry(reason);
    }
    return new Delivery.Failed(code == Long.MIN_VALUE ? "no errcode" + answer.said() : reason);
  }

  /// Accepted; members that it names as unreachable were left out.
  private static Delivery sent(Answer answer) {
    String left = answer.text("invaliduser") + answer.text("unlicenseduser");
    return left.isEmpty()
        ? new Delivery.Sent(answer.text("msgid"))
        : new Delivery.Failed("not reached: " + left, true);
  }

  /// Whether the access token is not valid any more.
  static boolean isStaleToken(Answer answer) {
    long code = answer.number("errcode").orElse(0L);
    return code == 40014 || code == 42001 || code == 40001;
  }
}
