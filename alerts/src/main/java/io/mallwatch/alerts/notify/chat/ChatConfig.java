package io.mallwatch.alerts.notify.chat;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.VendorChannel;
import java.util.Map;
import java.util.TreeMap;

/// One channel of a vendor that takes a single body over HTTP.
///
/// @param service which vendor
/// @param url where to POST, as far as it is not made of secrets
/// @param secrets by field name of Alertmanager's configuration
/// @param texts templates by field name; those that are missing are ours
public record ChatConfig(
    Service service,
    String url,
    Map<String, Secret> secrets,
    Map<String, String> texts,
    boolean sendResolved,
    HttpSettings http)
    implements ChannelConfig {

  /// The vendors.
  public enum Service {
    DISCORD("discord"),
    MATTERMOST("mattermost"),
    MSTEAMS("msteams"),
    MSTEAMS_V2("msteamsv2"),
    OPSGENIE("opsgenie"),
    PUSHOVER("pushover"),
    ROCKETCHAT("rocketchat"),
    TELEGRAM("telegram"),
    VICTOROPS("victorops"),
    WEBEX("webex");

    private final String kind;

    Service(String kind) {
      this.kind = kind;
    }

    /// As Alertmanager names it, in `KIND_configs`.
    public String kind() {
      return kind;
    }
  }

  public ChatConfig {
    secrets = Map.copyOf(secrets);
    texts = java.util.Collections.unmodifiableMap(new TreeMap<>(texts));
  }

  @Override
  public String family() {
    return service.kind();
  }

  @Override
  public Channel open(ChannelTools tools) {
    Texts known = tools.texts();
    texts.values().forEach(known::add);
    return new VendorChannel(new Chat(this, known), tools, http);
  }
}
