package io.mallwatch.alerts.config;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.yaml.YamlMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The section `global`: what receivers fall back to.
///
/// @param urls addresses by key, with Alertmanager's own where the file says nothing
/// @param secrets by key
record Globals(
    Smtp smtp, Map<String, String> urls, Map<String, Secret> secrets, HttpSettings http) {

  private static final Map<String, String> URLS =
      Map.of(
          "slack_app_url", "https://slack.com/api/chat.postMessage",
          "pagerduty_url", "https://events.pagerduty.com/v2/enqueue",
          "opsgenie_api_url", "https://api.opsgenie.com/",
          "wechat_api_url", "https://qyapi.weixin.qq.com/cgi-bin/",
          "victorops_api_url", "https://alert.victorops.com/integrations/generic/20131114/alert/",
          "telegram_api_url", "https://api.telegram.org",
          "webex_api_url", "https://webexapis.com/v1/messages",
          "rocketchat_api_url", "https://open.rocket.chat/",
          "jira_api_url", "");

  private static final List<String> SECRETS =
      List.of(
          "slack_app_token",
          "opsgenie_api_key",
          "wechat_api_secret",
          "victorops_api_key",
          "telegram_bot_token",
          "rocketchat_token",
          "rocketchat_token_id");

  private static final List<String> SECRET_URLS =
      List.of("slack_api_url", "mattermost_webhook_url");

  /// Where mail goes, as far as it is said in one place.
  record Smtp(
      String smarthost,
      String from,
      String hello,
      String user,
      Optional<Secret> password,
      boolean requireTls,
      boolean implicitTls,
      HttpSettings.Tls tls) {

    static final Smtp NONE =
        new Smtp("", "", "", "", Optional.empty(), true, false, HttpSettings.Tls.STANDARD);

    /// The keys with `prefix`, else as here.
    Smtp read(Fields fields, String prefix) {
      YamlMap map = fields.map();
      Optional<Secret> word = fields.secret(prefix + "auth_password");
      Optional<Secret> shared = fields.secret(prefix + "auth_secret");
      map.find(prefix + "auth_identity");
      String section = prefix.isEmpty() ? "tls_config" : "smtp_tls_config";
      HttpSettings.Tls own = map.has(section) ? HttpYaml.tls(fields, section) : tls;
      return new Smtp(
          map.text(prefix + "smarthost", smarthost),
          map.text(prefix + "from", from),
          map.text(prefix + "hello", hello),
          map.text(prefix + "auth_username", user),
          word.or(() -> shared).or(() -> password),
          map.bool(prefix + "require_tls", requireTls),
          map.bool(
              prefix.isEmpty() ? "force_implicit_tls" : "smtp_force_implicit_tls", implicitTls),
          own);
    }
  }

  Globals {
    urls = Map.copyOf(urls);
    secrets = Map.copyOf(secrets);
  }

  /// Nothing said.
  static Globals none() {
    return new Globals(Smtp.NONE, URLS, Map.of(), HttpSettings.PLAIN);
  }

  static Globals read(Fields fields) {
    Smtp smtp = Smtp.NONE.read(fields, "smtp_");
    Map<String, String> urls = new HashMap<>();
    URLS.forEach((key, otherwise) -> urls.put(key, fields.url(key, otherwise)));
    Map<String, Secret> secrets = new HashMap<>();
    for (String key : SECRETS) {
      fields.secret(key).ifPresent(secret -> secrets.put(key, secret));
    }
    for (String key : SECRET_URLS) {
      fields.secretUrl(key).ifPresent(secret -> secrets.put(key, secret));
    }
    fields.map().find("wechat_api_corp_id");
    urls.put("wechat_api_corp_id", fields.map().text("wechat_api_corp_id", ""));
    HttpSettings http = HttpYaml.read(fields, HttpSettings.PLAIN);
    fields.map().find("resolve_timeout");
    fields.map().refuseUnknown("global section");
    return new Globals(smtp, urls, secrets, http);
  }

  /// The address or text `key`; empty when there is none.
  String url(String key) {
    return urls.getOrDefault(key, "");
  }

  Optional<Secret> secret(String key) {
    return Optional.ofNullable(secrets.get(key));
  }
}
