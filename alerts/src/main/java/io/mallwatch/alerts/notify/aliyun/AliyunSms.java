package io.mallwatch.alerts.notify.aliyun;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Pace;
import io.mallwatch.alerts.notify.vendor.Exchange;
import io.mallwatch.alerts.notify.vendor.Json;
import io.mallwatch.alerts.notify.vendor.Phones;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.Vendor;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Short messages of Alibaba Cloud; a template reaches a phone at most 50 times a day. Never sent
/// twice blindly.
final class AliyunSms implements Vendor {

  private static final Pace PACE = Pace.of(1, Duration.ofSeconds(30)).and(50, Duration.ofHours(24));
  private static final int MAX_VARIABLE = 35;

  private final AliyunConfig config;
  private final Acs3 acs3;
  private final Texts texts;

  AliyunSms(AliyunConfig config, Acs3 acs3, Texts texts) {
    this.config = config;
    this.acs3 = acs3;
    this.texts = texts;
  }

  @Override
  public String kind() {
    return "sms";
  }

  @Override
  public String target() {
    return "Aliyun SMS " + Phones.shown(config.phones());
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
    Map<String, String> parameters =
        Map.of(
            "PhoneNumbers", String.join(",", config.phones()),
            "SignName", config.signName(),
            "TemplateCode", config.template(),
            "TemplateParam", Json.text(config.variables(texts, notification, MAX_VARIABLE)));
    return Codes.read(acs3.call("SendSms", "2017-05-25", parameters, exchange), "BizId");
  }
}
