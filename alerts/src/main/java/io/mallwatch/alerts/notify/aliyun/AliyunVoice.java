package io.mallwatch.alerts.notify.aliyun;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Pace;
import io.mallwatch.alerts.notify.vendor.Calls;
import io.mallwatch.alerts.notify.vendor.Exchange;
import io.mallwatch.alerts.notify.vendor.Json;
import io.mallwatch.alerts.notify.vendor.Phones;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.Vendor;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Calls of Alibaba Cloud: to one number once a minute, five times an hour, twenty times a day,
/// also when nobody answers. Never called twice blindly.
final class AliyunVoice implements Vendor {

  private static final Pace PACE =
      Pace.of(1, Duration.ofMinutes(1)).and(5, Duration.ofHours(1)).and(20, Duration.ofHours(24));
  private static final int MAX_VARIABLE = 20;

  private final AliyunConfig config;
  private final Acs3 acs3;
  private final Texts texts;

  AliyunVoice(AliyunConfig config, Acs3 acs3, Texts texts) {
    this.config = config;
    this.acs3 = acs3;
    this.texts = texts;
  }

  @Override
  public String kind() {
    return "voice";
  }

  @Override
  public String target() {
    return "Aliyun voice " + Phones.shown(config.phones());
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
    String variables = Json.text(config.variables(texts, notification, MAX_VARIABLE));
    return Calls.each(
        config.phones(),
        phone -> {
          Map<String, String> parameters = new HashMap<>();
          parameters.put("CalledNumber", phone);
          parameters.put("TtsCode", config.template());
          parameters.put("TtsParam", variables);
          parameters.put("PlayTimes", Integer.toString(config.playTimes()));
          if (!config.signName().isEmpty()) {
            parameters.put("CalledShowNumber", config.signName());
          }
          return Codes.read(
              acs3.call("SingleCallByTts", "2017-05-25", parameters, exchange), "CallId");
        });
  }
}
