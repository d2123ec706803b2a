package io.mallwatch.alerts.config;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.aliyun.AliyunConfig;
import io.mallwatch.alerts.notify.dingtalk.DingTalkConfig;
import io.mallwatch.alerts.notify.feishu.FeishuConfig;
import io.mallwatch.alerts.notify.tencent.TencentConfig;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.wecom.RobotConfig;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The channels that Alertmanager lacks: robots of WeCom, DingTalk and Feishu, short messages and
/// calls.
final class OwnYaml {

  private static final int MOST_PHONES = 200;

  private final HttpSettings otherwise;

  OwnYaml(HttpSettings otherwise) {
    this.otherwise = otherwise;
  }

  /// The robot's address: whole, or `base` with the secret `key` in it.
  private static Optional<Secret> address(Fields fields, String kind) {
    Optional<Secret> url = fields.secretUrl("url");
    if (url.isEmpty()) {
      fields.problem("one of url or url_file must be configured in a %s config".formatted(kind));
    }
    return url;
  }

  Optional<RobotConfig> robot(Fields fields) {
    YamlMap map = fields.map();
    Optional<Secret> url = address(fields, "WeCom robot");
    String type = map.text("message_type", "markdown");
    if (!type.equals("markdown") && !type.equals("text")) {
      fields.problem("message_type must be markdown or text, not \"%s\"".formatted(type));
    }
    String message = fields.template("message").orElse("");
    List<String> users = map.texts("mentioned_list");
    List<String> mobiles = map.texts("mentioned_mobile_list");
    if (!mobiles.isEmpty() && !type.equals("text")) {
      fields.problem("mentioned_mobile_list works with message_type text alone");
    }
    boolean sendResolved = map.bool("send_resolved", true);
    HttpSettings http = HttpYaml.read(fields, otherwise);
    map.refuseUnknown("WeCom robot config");
    return url.map(address ->
        new RobotConfig(address, type.equals("text"), message, users, mobiles, sendResolved, http));
  }

  Optional<DingTalkConfig> dingtalk(Fields fields) {
    YamlMap map = fields.map();
    Optional<Secret> url = address(fields, "DingTalk");
    Optional<Secret> secret = fields.secret("secret");
    String title = fields.template("title").orElse("");
    String message = fields.template("message").orElse("");
    List<String> mobiles = map.texts("at_mobiles");
    List<String> users = map.texts("at_user_ids");
    boolean all = map.bool("at_all", false);
    boolean sendResolved = map.bool("send_resolved", true);
    HttpSettings http = HttpYaml.read(fields, otherwise);
    map.refuseUnknown("DingTalk config");
    return url.map(address ->
        new DingTalkConfig(
            address, secret, title, message, mobiles, users, all, sendResolved, http));
  }

  Optional<FeishuConfig> feishu(Fields fields) {
    YamlMap map = fields.map();
    Optional<Secret> url = address(fields, "Feishu");
    Optional<Secret> secret = fields.secret("secret");
    String title = fields.template("title").orElse("");
    String message = fields.template("message").orElse("");
    boolean sendResolved = map.bool("send_resolved", true);
    HttpSettings http = HttpYaml.read(fields, otherwise);
    map.refuseUnknown("Feishu config");
    return url.map(
        address -> new FeishuConfig(address, secret, title, message, sendResolved, http));
  }

  /// Short messages, or calls when `voice`.
  Optional<? extends ChannelConfig> phone(Fields fields, boolean voice) {
    YamlMap map = fields.map();
    String kind = voice ? "voice" : "SMS";
    String provider = map.text("provider", "");
    Optional<? extends ChannelConfig> config =
        switch (provider) {
          case "aliyun" -> aliyun(fields, voice);
          case "tencent" -> tencent(fields, voice);
          default -> {
            fields.problem(
                "provider of a %s config must be aliyun or tencent, not \"%s\""
                    .formatted(kind, provider));
            yield Optional.empty();
          }
        };
    if (config.isPresent()) {
      map.refuseUnknown(kind + " config");
    }
    return config;
  }

  private Optional<AliyunConfig> aliyun(Fields fields, boolean voice) {
    YamlMap map = fields.map();
    String standard = voice ? "https://dyvmsapi.aliyuncs.com" : "https://dysmsapi.aliyuncs.com";
    String url = fields.url("api_url", standard);
    String id = map.requiredText("access_key_id");
    Optional<Secret> secret = fields.secret("access_key_secret");
    if (secret.isEmpty()) {
      fields.problem("one of access_key_secret or access_key_secret_file must be configured");
    }
    String sign = voice ? map.text("called_show_number", "") : map.requiredText("sign_name");
    String template = map.requiredText("template_code");
    Map<String, String> params = fields.templateMap("template_params");
    List<String> phones = phones(map, "1[0-9]{10}|[+0-9][0-9]{4,19}");
    int plays = map.number("play_times", voice ? 2 : 1);
    boolean sendResolved = map.bool("send_resolved", false);
    HttpSettings http = HttpYaml.read(fields, otherwise);
    return secret.map(key ->
        new AliyunConfig(
            voice, url, id, key, sign, template, params, phones, plays, sendResolved, http));
  }

  private Optional<TencentConfig> tencent(Fields fields, boolean voice) {
    YamlMap map = fields.map();
    String standard = voice ? "https://vms.tencentcloudapi.com" : "https://sms.tencentcloudapi.com";
    String url = fields.url("api_url", standard);
    String region = map.text("region", "ap-guangzhou");
    String id = map.requiredText("secret_id");
    Optional<Secret> secret = fields.secret("secret_key");
    if (secret.isEmpty()) {
      fields.problem("one of secret_key or secret_key_file must be configured");
    }
    String app = map.requiredText("sdk_app_id");
    String sign = voice ? "" : map.requiredText("sign_name");
    String template = map.requiredText("template_id");
    List<String> params =
        map.list("template_params").stream().flatMap(item -> item.asText().stream()).toList();
    List<String> phones = phones(map, "\\+[0-9]{5,19}");
    int plays = map.number("play_times", voice ? 2 : 1);
    boolean sendResolved = map.bool("send_resolved", false);
    HttpSettings http = HttpYaml.read(fields, otherwise);
    return secret.map(key ->
        new TencentConfig(
            voice,
            url,
            region,
            id,
            key,
            app,
            sign,
            template,
            params,
            phones,
            plays,
            sendResolved,
            http));
  }

  private static List<String> phones(YamlMap map, String pattern) {
    List<YamlValue> items = map.list("phones");
    List<String> phones = items.stream().flatMap(item -> item.asText().stream()).toList();
    if (phones.isEmpty() || phones.size() > MOST_PHONES) {
      map.value().problem("phones must name 1 to %d numbers".formatted(MOST_PHONES));
    }
    for (YamlValue item : items) {
      item.asText()
          .filter(phone -> !phone.matches(pattern))
          .ifPresent(_ -> item.problem("is not a phone number in the form " + pattern));
    }
    return phones;
  }
}
