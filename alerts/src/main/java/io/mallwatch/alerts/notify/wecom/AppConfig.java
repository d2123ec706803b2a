package io.mallwatch.alerts.notify.wecom;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.VendorChannel;

/// An app of a company in WeCom: Alertmanager's `wechat_configs`.
///
/// @param apiUrl ends with a slash
/// @param toUser template; user ids separated by `|`, `@all` for everybody
/// @param toParty template
/// @param toTag template
/// @param agentId template; the app's number
/// @param markdown whether to send Markdown, not plain text
/// @param message template; empty for the shared message
public record AppConfig(
    String apiUrl,
    String corpId,
    Secret secret,
    String toUser,
    String toParty,
    String toTag,
    String agentId,
    boolean markdown,
    String message,
    boolean sendResolved,
    HttpSettings http)
    implements ChannelConfig {

  @Override
  public String family() {
    return "wechat";
  }

  @Override
  public Channel open(ChannelTools tools) {
    var texts =
        tools.texts().add(message).add(toUser).add(toParty).add(toTag).add(agentId).add(corpId);
    return new VendorChannel(new App(this, texts, tools.clock()), tools, http);
  }
}
