package io.mallwatch.alerts.config;

import io.mallwatch.alerts.config.AlertmanagerConfig.ReceiverConfig;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.email.EmailConfig;
import io.mallwatch.alerts.notify.webhook.WebhookConfig;
import io.mallwatch.alerts.template.NotificationFunctions;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.alerts.template.TemplateException;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The receivers of an `alertmanager.yml`, and the global settings that they fall back to.
final class ReceiverYaml {

  /// Alertmanager's channels that this program does not have yet.
  private static final List<String> NOT_YET =
      List.of(
          "discord",
          "incidentio",
          "jira",
          "mattermost",
          "msteams",
          "msteamsv2",
          "opsgenie",
          "pagerduty",
          "pushover",
          "rocketchat",
          "slack",
          "sns",
          "telegram",
          "victorops",
          "webex",
          "wechat");

  private static final List<String> OTHER_GLOBALS =
      List.of(
          "slack_api_url",
          "slack_api_url_file",
          "slack_app_token",
          "slack_app_token_file",
          "slack_app_url",
          "pagerduty_url",
          "opsgenie_api_key",
          "opsgenie_api_key_file",
          "opsgenie_api_url",
          "wechat_api_url",
          "wechat_api_secret",
          "wechat_api_secret_file",
          "wechat_api_corp_id",
          "victorops_api_url",
          "victorops_api_key",
          "victorops_api_key_file",
          "telegram_api_url",
          "telegram_bot_token",
          "telegram_bot_token_file",
          "webex_api_url",
          "jira_api_url",
          "rocketchat_api_url",
          "rocketchat_token",
          "rocketchat_token_file",
          "rocketchat_token_id",
          "rocketchat_token_id_file",
          "mattermost_webhook_url",
          "mattermost_webhook_url_file",
          "http_config",
          "smtp_force_implicit_tls");

  private final Redaction redaction;
  private final Path folder;
  private final Smtp global;

  /// Where mail goes, as far as it is said in one place.
  private record Smtp(
      String smarthost,
      String from,
      String hello,
      String user,
      Optional<Secret> password,
      boolean requireTls,
      boolean trustAny) {}

  /// @param globals the section `global`; empty when there is none
  /// @param folder that file names are relative to
  ReceiverYaml(Optional<YamlMap> globals, Redaction redaction, Path folder) {
    this.redaction = redaction;
    this.folder = folder;
    Smtp none = new Smtp("", "", "", "", Optional.empty(), true, false);
    this.global = globals.map(map -> globals(map, none)).orElse(none);
  }

  private Smtp globals(YamlMap map, Smtp none) {
    Smtp smtp = smtp(map, "smtp_", none);
    for (String key : OTHER_GLOBALS) {
      boolean secret =
          !key.endsWith("_file")
              && (key.contains("key") || key.contains("secret") || key.contains("token"));
      boolean url = key.equals("slack_api_url") || key.equals("mattermost_webhook_url");
      map.find(key).filter(_ -> secret || url).ifPresent(redaction::hide);
    }
    map.find("resolve_timeout");
    map.refuseUnknown("global section");
    return smtp;
  }

  private Smtp smtp(YamlMap map, String prefix, Smtp before) {
    Optional<Secret> password = secret(map, prefix + "auth_password");
    secret(map, prefix + "auth_secret");
    map.find(prefix + "auth_identity");
    boolean trustAny = before.trustAny;
    Optional<YamlMap> tls = map.map(prefix.isEmpty() ? "tls_config" : "smtp_tls_config");
    if (tls.isPresent()) {
      trustAny = tls.get().bool("insecure_skip_verify", false);
      refuseYet(tls.get(), List.of("ca_file", "ca", "cert_file", "cert", "key_file", "key"));
      tls.get().find("server_name");
      tls.get().find("min_version");
      tls.get().refuseUnknown("TLS configuration");
    }
    return new Smtp(
        map.text(prefix + "smarthost", before.smarthost),
        map.text(prefix + "from", before.from),
        map.text(prefix + "hello", before.hello),
        map.text(prefix + "auth_username", before.user),
        password.or(() -> before.password),
        map.bool(prefix + "require_tls", before.requireTls),
        trustAny);
  }

  List<ReceiverConfig> read(YamlMap root) {
    List<ReceiverConfig> receivers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlValue item : root.list("receivers")) {
      Optional<YamlMap> map = item.asMap();
      if (map.isPresent()) {
        ReceiverConfig receiver = receiver(map.get());
        if (!names.add(receiver.name())) {
          item.problem("notification config name \"%s\" is not unique".formatted(receiver.name()));
        }
        receivers.add(receiver);
      }
    }
    return receivers;
  }

  private ReceiverConfig receiver(YamlMap map) {
    String name = map.text("name", "");
    if (name.isEmpty()) {
      map.value().problem("missing name in receiver");
    }
    List<EmailConfig> emails = new ArrayList<>();
    for (YamlValue item : map.list("email_configs")) {
      item.asMap().flatMap(this::email).ifPresent(emails::add);
    }
    List<WebhookConfig> webhooks = new ArrayList<>();
    for (YamlValue item : map.list("webhook_configs")) {
      item.asMap().flatMap(this::webhook).ifPresent(webhooks::add);
    }
    for (String kind : NOT_YET) {
      String key = kind + "_configs";
      if (map.has(key)) {
        map.find(key).ifPresent(v -> v.problem(key + " is not supported yet; use webhook_configs"));
      }
    }
    map.refuseUnknown("receiver");
    return new ReceiverConfig(name, emails, webhooks);
  }

  private Optional<EmailConfig> email(YamlMap map) {
    Smtp smtp = smtp(map, "", global);
    String to = map.text("to", "");
    if (to.isEmpty()) {
      map.value().problem("missing to address in email config");
    }
    if (smtp.smarthost.isEmpty()) {
      map.value().problem("no global SMTP smarthost set");
    }
    if (smtp.from.isEmpty()) {
      map.value().problem("no global SMTP from set");
    }
    int colon = smtp.smarthost.lastIndexOf(':');
    String port = smtp.smarthost.substring(colon + 1);
    if (!smtp.smarthost.isEmpty() && (colon < 1 || !port.matches("[0-9]{1,5}"))) {
      map.value().problem("address %s: missing port in address".formatted(smtp.smarthost));
    }
    Map<String, String> headers = map.textMap("headers");
    Optional<String> text = map.find("text").flatMap(YamlValue::asText);
    Optional<String> html = map.find("html").flatMap(YamlValue::asText);
    map.find("headers").ifPresent(v -> headers.values().forEach(t -> checkTemplate(v, t)));
    text.ifPresent(source -> map.find("text").ifPresent(v -> checkTemplate(v, source)));
    html.ifPresent(source -> map.find("html").ifPresent(v -> checkTemplate(v, source)));
    boolean sendResolved = map.bool("send_resolved", false);
    map.refuseUnknown("email config");
    if (colon < 1 || !port.matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    return Optional.of(
        new EmailConfig(
            to,
            smtp.from,
            smtp.smarthost.substring(0, colon),
            Integer.parseInt(port),
            smtp.hello,
            smtp.user,
            smtp.password,
            smtp.requireTls,
            smtp.trustAny,
            sendResolved,
            headers,
            text,
            html.filter(source -> !source.contains("\"email.default.html\""))));
  }

  private static void checkTemplate(YamlValue place, String source) {
    try {
      Template.parse(place.path(), source, NotificationFunctions.names());
    } catch (TemplateException e) {
      place.problem(String.valueOf(e.getMessage()));
    }
  }

  private Optional<WebhookConfig> webhook(YamlMap map) {
    Optional<Secret> url = Optional.empty();
    if (map.has("url") && map.has("url_file")) {
      map.value().problem("at most one of url & url_file must be configured");
    }
    String inline = map.text("url", "");
    String file = map.text("url_file", "");
    if (!inline.isEmpty()) {
      if (!inline.matches("https?://.+|\\$\\{.+}")) {
        map.find("url").ifPresent(v -> v.problem("unsupported scheme for URL"));
      }
      map.find("url").ifPresent(value -> redaction.hideUrl(value, inline));
      url = Optional.of(Secret.of(inline));
    } else if (!file.isEmpty()) {
      url = Optional.of(Secret.inFile(folder.resolve(file)));
    } else {
      map.value().problem("one of url or url_file must be configured");
    }
    boolean sendResolved = map.bool("send_resolved", true);
    int maxAlerts = map.number("max_alerts", 0);
    Duration timeout =
        Objects.requireNonNull(map.duration("timeout", WebhookConfig.TIMEOUT), "timeout");
    Duration limit = timeout.isZero() ? WebhookConfig.TIMEOUT : timeout;
    Optional<WebhookConfig.Authorization> authorization =
        map.map("http_config").flatMap(this::authorization);
    map.refuseUnknown("webhook config");
    return url.map(u -> new WebhookConfig(u, sendResolved, maxAlerts, limit, authorization));
  }

  private Optional<WebhookConfig.Authorization> authorization(YamlMap map) {
    Optional<WebhookConfig.Authorization> found = Optional.empty();
    Optional<Secret> bearer = secret(map, "bearer_token");
    if (bearer.isPresent()) {
      found = Optional.of(new WebhookConfig.Token("Bearer", bearer.get()));
    }
    Optional<YamlMap> token = map.map("authorization");
    if (token.isPresent()) {
      String type = token.get().text("type", "Bearer");
      found =
          secret(token.get(), "credentials").map(secret -> new WebhookConfig.Token(type, secret));
      token.get().refuseUnknown("authorization");
    }
    Optional<YamlMap> basic = map.map("basic_auth");
    if (basic.isPresent()) {
      String user = basic.get().text("username", "");
      Secret password = secret(basic.get(), "password").orElse(Secret.of(""));
      found = Optional.of(new WebhookConfig.Basic(user, password));
      basic.get().refuseUnknown("basic authentication");
    }
    refuseYet(map, List.of("oauth2", "tls_config", "proxy_url", "proxy_from_environment"));
    map.find("follow_redirects");
    map.find("enable_http2");
    map.refuseUnknown("HTTP configuration");
    return found;
  }

  private static void refuseYet(YamlMap map, List<String> keys) {
    for (String key : keys) {
      if (map.has(key)) {
        map.find(key).ifPresent(value -> value.problem(key + " is not supported yet"));
      }
    }
  }

  /// The secret `key`, or the one in the file that `key_file` names.
  private Optional<Secret> secret(YamlMap map, String key) {
    String inline = map.text(key, "");
    String file = map.text(key + "_file", "");
    if (!inline.isEmpty() && !file.isEmpty()) {
      map.value().problem("at most one of %s & %s_file must be configured".formatted(key, key));
    }
    if (!inline.isEmpty()) {
      map.find(key).ifPresent(redaction::hide);
      return Optional.of(Secret.of(inline));
    }
    return file.isEmpty() ? Optional.empty() : Optional.of(Secret.inFile(folder.resolve(file)));
  }
}
