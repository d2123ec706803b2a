package io.mallwatch.alerts.notify.feishu;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.VendorChannel;
import java.util.Optional;

/// A robot of a Feishu (Lark) group chat.
///
/// @param url the robot's hook
/// @param secret that its messages are signed with; empty when it asks for keywords or addresses
/// @param title template; empty for the shared one
/// @param message template; empty for the shared message
public record FeishuConfig(
    Secret url,
    Optional<Secret> secret,
    String title,
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
    return new VendorChannel(
        new Feishu(this, tools.texts().add(title).add(message), tools.clock()), tools, http);
  }
}
