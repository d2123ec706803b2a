package io.mallwatch.alerts.notify.tencent;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Pace;
import io.mallwatch.alerts.notify.vendor.Answer;
import io.mallwatch.alerts.notify.vendor.Calls;
import io.mallwatch.alerts.notify.vendor.Exchange;
import io.mallwatch.alerts.notify.vendor.Json;
import io.mallwatch.alerts.notify.vendor.Phones;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.Vendor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Calls of Tencent Cloud. Never called twice blindly.
final class TencentVoice implements Vendor {

  private static final Pace PACE =
      Pace.of(1, Duration.ofMinutes(1)).and(5, Duration.ofHours(1)).and(20, Duration.ofHours(24));
  private static final int MAX_VARIABLE = 20;

  private final TencentConfig config;
  private final Tc3 tc3;
  private final Texts texts;

  TencentVoice(TencentConfig config, Tc3 tc3, Texts texts) {
    this.config = config;
    this.tc3 = tc3;
    this.texts = texts;
  }

  @Override
  public String kind() {
    return "voice";
  }

  @Override
  public String target() {
    return "Tencent voice " + Phones.shown(config.phones());
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
  public Delivery tell(Notification notification, Exchange exchange) throws InterruptedException {
    List<String> variables = config.variables(texts, notification, MAX_VARIABLE);
    return Calls.each(
        config.phones(),
        phone -> {
          Object body =
              Json.of(
                  "TemplateId", config.template(),
                  "CalledNumber", phone,
                  "VoiceSdkAppid", config.appId(),
                  "TemplateParamSet", variables,
                  "PlayTimes", config.playTimes());
          Answer answer = tc3.call("SendTts", "2020-09-02", body, exchange);
          Optional<Delivery> refusal = Codes.refusal(answer);
          String call = answer.text("Response", "SendStatus", "CallId");
          return refusal.orElseGet(() ->
              call.isEmpty()
                  ? new Delivery.Unknown("the answer names no call")
                  : new Delivery.Sent(call));
        });
  }
}
