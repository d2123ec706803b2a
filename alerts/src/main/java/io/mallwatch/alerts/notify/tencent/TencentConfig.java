package io.mallwatch.alerts.notify.tencent;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.ShortText;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.Vendor;
import io.mallwatch.alerts.notify.vendor.VendorChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Short messages or calls of Tencent Cloud.
///
/// @param voice whether to call, else to write
/// @param apiUrl such as `https://sms.tencentcloudapi.com`
/// @param appId of the SMS or voice application
/// @param signName the registered signature of short messages
/// @param template id of the registered template
/// @param params template variables in order; templates; empty for level, name, value, time and id
/// @param phones with country code, such as `+8613800000000`
/// @param playTimes how often a call says its text
public record TencentConfig(
    boolean voice,
    String apiUrl,
    String region,
    String secretId,
    Secret secretKey,
    String appId,
    String signName,
    String template,
    List<String> params,
    List<String> phones,
    int playTimes,
    boolean sendResolved,
    HttpSettings http)
    implements ChannelConfig {

  public TencentConfig {
    params = List.copyOf(params);
    phones = List.copyOf(phones);
  }

  @Override
  public String family() {
    return voice ? "voice" : "sms";
  }

  @Override
  public Channel open(ChannelTools tools) {
    Texts texts = tools.texts();
    params.forEach(texts::add);
    Tc3 tc3 = new Tc3(apiUrl, voice ? "vms" : "sms", region, secretId, secretKey, tools.clock());
    Vendor vendor = voice ? new TencentVoice(this, tc3, texts) : new TencentSms(this, tc3, texts);
    return new VendorChannel(vendor, tools, http);
  }

  /// The template's variables.
  List<String> variables(Texts texts, Notification notification, int maxLength) {
    if (params.isEmpty()) {
      Map<String, String> ours = ShortText.of(notification, maxLength);
      List<String> all = new ArrayList<>(ours.values());
      return voice ? all.subList(0, 2) : all;
    }
    return params.stream()
        .map(source -> ShortText.harmless(texts.render(source, notification), maxLength))
        .toList();
  }
}
