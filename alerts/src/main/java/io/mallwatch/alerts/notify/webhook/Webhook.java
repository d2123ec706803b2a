package io.mallwatch.alerts.notify.webhook;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.vendor.Exchange;
import io.mallwatch.alerts.notify.vendor.Vendor;
import java.io.IOException;
import java.util.Map;

/// POSTs the group to a URL. 2xx is success, 429 and 5xx are worth a retry, the rest is final.
public final class Webhook implements Vendor {

  private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");

  private final WebhookConfig config;

  Webhook(WebhookConfig config) {
    this.config = config;
  }

  @Override
  public String kind() {
    return "webhook";
  }

  /// Scheme, host and port; what follows may hold a token.
  @Override
  public String target() throws IOException {
    return Exchange.shown(config.url().read());
  }

  @Override
  public boolean sendResolved() {
    return config.sendResolved();
  }

  @Override
  public Delivery tell(Notification notification, Exchange exchange)
      throws IOException, InterruptedException {
    byte[] body = WebhookBody.write(notification, config.maxAlerts());
    return exchange.post(config.url().read(), HEADERS, body).byStatus();
  }
}
