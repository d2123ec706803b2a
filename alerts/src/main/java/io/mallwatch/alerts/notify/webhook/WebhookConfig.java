package io.mallwatch.alerts.notify.webhook;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.VendorChannel;
import java.time.Duration;

/// One webhook of a receiver.
///
/// @param url where to POST; may hold a token, hence a secret
/// @param maxAlerts most alerts in a body, 0 for no limit
/// @param timeout of one attempt
public record WebhookConfig(
    Secret url, boolean sendResolved, int maxAlerts, Duration timeout, HttpSettings http)
    implements ChannelConfig {

  @Override
  public String family() {
    return "webhook";
  }

  @Override
  public Channel open(ChannelTools tools) {
    return new VendorChannel(new Webhook(this), tools, http, timeout);
  }
}
