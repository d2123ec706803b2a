package io.mallwatch.alerts.notify.pagerduty;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.VendorChannel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A service of PagerDuty: Alertmanager's `pagerduty_configs`.
///
/// @param url of Events API v2
/// @param key the routing key
/// @param texts templates by field name, such as `description`, `severity`, `class`; those that are
///   missing are ours
/// @param details templates, shown in addition
/// @param links `href` and `text`; templates
/// @param images `src`, `alt` and `href`; templates
public record PagerDutyConfig(
    String url,
    Secret key,
    Map<String, String> texts,
    Map<String, String> details,
    List<Map<String, String>> links,
    List<Map<String, String>> images,
    boolean sendResolved,
    HttpSettings http)
    implements ChannelConfig {

  public PagerDutyConfig {
    texts = java.util.Collections.unmodifiableMap(new TreeMap<>(texts));
    details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
    links = List.copyOf(links);
    images = List.copyOf(images);
  }

  @Override
  public String family() {
    return "pagerduty";
  }

  @Override
  public Channel open(ChannelTools tools) {
    Texts known = tools.texts();
    texts.values().forEach(known::add);
    details.values().forEach(known::add);
    links.forEach(link -> link.values().forEach(known::add));
    images.forEach(image -> image.values().forEach(known::add));
    return new VendorChannel(new PagerDuty(this, known), tools, http);
  }
}
