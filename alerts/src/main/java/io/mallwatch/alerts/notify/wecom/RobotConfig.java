package io.mallwatch.alerts.notify.wecom;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.VendorChannel;
import java.util.List;

/// A robot of a WeCom group chat.
///
/// @param url the robot's, key included
/// @param text whether to send plain text, which alone can mention phone numbers, not Markdown
/// @param message template; empty for the shared message
/// @param mentioned user ids, `@all` for everybody
/// @param mentionedMobiles phone numbers
public record RobotConfig(
    Secret url,
    boolean text,
    String message,
    List<String> mentioned,
    List<String> mentionedMobiles,
    boolean sendResolved,
    HttpSettings http)
    implements ChannelConfig {

  public RobotConfig {
    mentioned = List.copyOf(mentioned);
    mentionedMobiles = List.copyOf(mentionedMobiles);
  }

  @Override
  public String family() {
    return "wechat";
  }

  @Override
  public Channel open(ChannelTools tools) {
    return new VendorChannel(new Robot(this, tools.texts().add(message)), tools, http);
  }
}
