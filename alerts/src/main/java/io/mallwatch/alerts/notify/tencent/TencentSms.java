package io.mallwatch.alerts.notify.tencent;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Pace;
import io.mallwatch.alerts.notify.vendor.Answer;
import io.mallwatch.alerts.notify.vendor.Exchange;
import io.mallwatch.alerts.notify.vendor.Json;
import io.mallwatch.alerts.notify.vendor.Phones;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.Vendor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Short messages of Tencent Cloud: one in half a minute to a number. Never sent twice blindly.
final class TencentSms implements Vendor {

  private static final Pace PACE = Pace.of(1, Duration.ofSeconds(30)).and(50, Duration.ofHours(24));
  private static final int MAX_VARIABLE = 12;

  private final TencentConfig config;
  private final Tc3 tc3;
  private final Texts texts;

  TencentSms(TencentConfig config, Tc3 tc3, Texts texts) {
    this.config = config;
    this.tc3 = tc3;
    this.texts = texts;
  }

  @Override
  public String kind() {
    return "sms";
  }

  @Override
  public String target() {
    return "Tencent SMS " + Phones.shown(config.phones());
  }

  @Override
  public boolean sendResolved() {
    return config.sendResolved();
  }

  @Override
  public Pace pace() {
    return PACE;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public Delivery tell(Notification notification, Exchange exchange)
      throws IOException, InterruptedException {
    Object body =
        Json.of(
            "PhoneNumberSet", config.phones(),
            "SmsSdkAppId", config.appId(),
            "SignName", config.signName(),
            "TemplateId", config.template(),
            "TemplateParamSet", config.variables(texts, notification, MAX_VARIABLE));
    Answer answer = tc3.call("SendSms", "2021-01-11", body, exchange);
    Optional<Delivery> refusal = Codes.refusal(answer);
    return refusal.isPresent() ? refusal.get() : read(answer.list("Response", "SendStatusSet"));
  }

  /// Sent only when every number was taken; when some were, the rest is told but not sent again.
  private static Delivery read(List<Map<String, @Nullable Object>> statuses) {
    List<String> receipts = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Map<String, @Nullable Object> status : statuses) {
      String code = text(status, "Code");
      if (code.equals("Ok")) {
        receipts.add(text(status, "SerialNo"));
      } else {
        problems.add(Phones.shown(text(status, "PhoneNumber")) + ": " + code);
      }
    }
    if (statuses.isEmpty()) {
      return new Delivery.Unknown("the answer names no number");
    }
    return problems.isEmpty()
        ? new Delivery.Sent(String.join(",", receipts))
        : new Delivery.Failed(String.join("; ", problems), !receipts.isEmpty());
  }

  private static String text(Map<String, @Nullable Object> map, String name) {
    @Nullable Object value = map.get(name);
    return value == null ? "" : value.toString();
  }
}
