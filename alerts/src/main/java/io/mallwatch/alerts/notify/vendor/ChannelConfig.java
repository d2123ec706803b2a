package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.notify.Channel;

/// One channel of a receiver as configured.
public interface ChannelConfig {

  /// What kind of channel it is for routing by level, such as `email`, `wechat`, `sms`, `slack`.
  String family();

  /// The channel, ready to tell.
  ///
  /// @throws io.mallwatch.alerts.template.TemplateException when a template of it is none
  Channel open(ChannelTools tools);
}
