package io.mallwatch.alerts.notify.aliyun;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.Texts;
import io.mallwatch.alerts.notify.vendor.Vendor;
import io.mallwatch.alerts.notify.vendor.VendorChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Short messages or calls of Alibaba Cloud.
///
/// @param voice whether to call, else to write
/// @param apiUrl such as `https://dysmsapi.aliyuncs.com`
/// @param signName the registered signature of short messages; for calls the number shown, empty
///   for one of the shared pool
/// @param template code of the registered template
/// @param params template variables by name; templates; empty for `level`, `name`, `value`, `time`
///   and `id`
/// @param playTimes how often a call says its text
public record AliyunConfig(
    boolean voice,
    String apiUrl,
    String accessKeyId,
    Secret accessKeySecret,
    String signName,
    String template,
    Map<String, String> params,
    List<String> phones,
    int playTimes,
    boolean sendResolved,
    HttpSettings http)
    implements ChannelConfig {

  public AliyunConfig {
    params = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(params));
    phones = List.copyOf(phones);
  }

  @Override
  public String family() {
    return voice ? "voice" : "sms";
  }

  @Override
  public Channel open(ChannelTools tools) {
    Texts texts = tools.texts();
    params.values().forEach(texts::add);
    Acs3 acs3 = new Acs3(apiUrl, accessKeyId, accessKeySecret, tools.clock(), tools.random());
    Vendor vendor = voice ? new AliyunVoice(this, acs3, texts) : new AliyunSms(this, acs3, texts);
    return new VendorChannel(vendor, tools, http);
  }

  /// The template's variables as JSON of texts.
  Map<String, String> variables(
      Texts texts, io.mallwatch.alerts.notify.Notification notification, int maxLength) {
    Map<String, String> ours =
        io.mallwatch.alerts.notify.vendor.ShortText.of(notification, maxLength);
    if (params.isEmpty()) {
      if (voice) {
        ours.keySet().retainAll(List.of("level", "name"));
      }
      return ours;
    }
    Map<String, String> own = new LinkedHashMap<>();
    params.forEach((name, source) ->
        own.put(
            name,
            io.mallwatch.alerts.notify.vendor.ShortText.harmless(
                texts.render(source, notification), maxLength)));
    return own;
  }
}
