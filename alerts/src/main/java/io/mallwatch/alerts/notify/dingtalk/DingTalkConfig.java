package io.mallwatch.alerts.notify.dingtalk;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.VendorChannel;
import java.util.List;
import java.util.Optional;

/// A robot of a DingTalk group chat.
///
/// @param url the robot's, access token included
/// @param secret that its messages are signed with; empty when it asks for keywords or addresses
/// @param title template; empty for the shared one
/// @param message template; empty for the shared message
/// @param mobiles phone numbers that are mentioned
/// @param users ids that are mentioned
/// @param all whether everybody is mentioned
public record DingTalkConfig(
    Secret url,
    Optional<Secret> secret,
    String title,
    String message,
    List<String> mobiles,
    List<String> users,
    boolean all,
    boolean sendResolved,
    HttpSettings http)
    implements ChannelConfig {

  public DingTalkConfig {
    mobiles = List.copyOf(mobiles);
    users = List.copyOf(users);
  }

  @Override
  public String family() {
    return "wechat";
  }

  @Override
  public Channel open(ChannelTools tools) {
    return new VendorChannel(
        new DingTalk(this, tools.texts().add(title).add(message), tools.clock()), tools, http);
  }
}
