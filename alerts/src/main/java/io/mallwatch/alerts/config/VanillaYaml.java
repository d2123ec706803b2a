package io.mallwatch.alerts.config;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.email.EmailConfig;
import io.mallwatch.alerts.notify.pagerduty.PagerDutyConfig;
import io.mallwatch.alerts.notify.slack.SlackConfig;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.notify.vendor.VendorChannel;
import io.mallwatch.alerts.notify.webhook.WebhookConfig;
import io.mallwatch.alerts.notify.wecom.AppConfig;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Email, webhook, Slack, PagerDuty and WeChat as Alertmanager writes them.
final class VanillaYaml {

  private static final List<String> SLACK_TEXTS =
      List.of(
          "callback_id",
          "channel",
          "color",
          "fallback",
          "footer",
          "icon_emoji",
          "icon_url",
          "image_url",
          "message_text",
          "pretext",
          "text",
          "thumb_url",
          "title",
          "title_link",
          "username");

  private static final List<String> PAGERDUTY_TEXTS =
      List.of(
          "class",
          "client",
          "client_url",
          "component",
          "description",
          "group",
          "severity",
          "source");

  private final Globals globals;

  VanillaYaml(Globals globals) {
    this.globals = globals;
  }

  Optional<EmailConfig> email(Fields fields) {
    YamlMap map = fields.map();
    Globals.Smtp smtp = globals.smtp().read(fields, "");
    String to = fields.template("to").orElse("");
    if (to.isEmpty()) {
      fields.problem("missing to address in email config");
    }
    if (smtp.smarthost().isEmpty()) {
      fields.problem("no global SMTP smarthost set");
    }
    if (smtp.from().isEmpty()) {
      fields.problem("no global SMTP from set");
    }
    int colon = smtp.smarthost().lastIndexOf(':');
    String port = smtp.smarthost().substring(colon + 1);
    boolean good = colon > 0 && port.matches("[0-9]{1,5}");
    if (!smtp.smarthost().isEmpty() && !good) {
      fields.problem("address %s: missing port in address".formatted(smtp.smarthost()));
    }
    Map<String, String> headers = fields.templateMap("headers");
    Optional<String> text = fields.template("text");
    Optional<String> html = fields.template("html");
    boolean sendResolved = map.bool("send_resolved", false);
    map.refuseUnknown("email config");
    return good
        ? Optional.of(
            new EmailConfig(
                to,
                smtp.from(),
                smtp.smarthost().substring(0, colon),
                Integer.parseInt(port),
                smtp.hello(),
                smtp.user(),
                smtp.password(),
                smtp.requireTls(),
                smtp.implicitTls(),
                smtp.tls(),
                sendResolved,
                headers,
                text,
                html.filter(source -> !source.contains("\"email.default.html\""))))
        : Optional.empty();
  }

  Optional<WebhookConfig> webhook(Fields fields) {
    YamlMap map = fields.map();
    Optional<Secret> url = fields.secretUrl("url");
    if (url.isEmpty()) {
      fields.problem("one of url or url_file must be configured");
    }
    boolean sendResolved = map.bool("send_resolved", true);
    int maxAlerts = map.number("max_alerts", 0);
    Duration timeout =
        Objects.requireNonNull(map.duration("timeout", VendorChannel.TIMEOUT), "timeout");
    Duration limit = timeout.isZero() ? VendorChannel.TIMEOUT : timeout;
    HttpSettings http = HttpYaml.read(fields, globals.http());
    map.refuseUnknown("webhook config");
    return url.map(u -> new WebhookConfig(u, sendResolved, maxAlerts, limit, http));
  }

  Optional<SlackConfig> slack(Fields fields) {
    YamlMap map = fields.map();
    Optional<Secret> url = fields.secretUrl("api_url");
    Optional<Secret> token = fields.secret("app_token");
    String appUrl = fields.url("app_url", globals.url("slack_app_url"));
    HttpSettings http = HttpYaml.read(fields, globals.http());
    if (url.isEmpty() && token.isEmpty()) {
      token = globals.secret("slack_app_token");
      url = globals.secret("slack_api_url");
    }
    if (url.isEmpty() && token.isPresent()) {
      url = Optional.of(Secret.of(appUrl));
      http = http.with(new HttpSettings.Token("Bearer", token.get()));
    }
    if (url.isEmpty()) {
      fields.problem("no Slack API URL nor App token set either inline or in a file");
    }
    boolean shortFields = map.bool("short_fields", false);
    List<SlackConfig.Field> table = new ArrayList<>();
    List<SlackConfig.Action> actions = new ArrayList<>();
    for (YamlValue item : map.list("fields")) {
      item.asMap().ifPresent(field -> table.add(slackField(fields.in(field), shortFields)));
    }
    for (YamlValue item : map.list("actions")) {
      item.asMap().ifPresent(action -> actions.add(slackAction(fields.in(action))));
    }
    Map<String, String> texts = fields.templates(SLACK_TEXTS);
    boolean linkNames = map.bool("link_names", false);
    List<String> markdown =
        map.has("mrkdwn_in") ? map.texts("mrkdwn_in") : List.of("fallback", "pretext", "text");
    boolean sendResolved = map.bool("send_resolved", false);
    map.find("update_message");
    map.find("timeout");
    map.refuseUnknown("Slack config");
    HttpSettings settings = http;
    return url.map(address ->
        new SlackConfig(
            address,
            texts,
            table,
            actions,
            linkNames,
            shortFields,
            markdown,
            sendResolved,
            settings));
  }

  private static SlackConfig.Field slackField(Fields fields, boolean isShort) {
    String title = fields.template("title").orElse("");
    String value = fields.template("value").orElse("");
    if (title.isEmpty() || value.isEmpty()) {
      fields.problem("missing title or value in Slack field configuration");
    }
    boolean own = fields.map().bool("short", isShort);
    fields.map().refuseUnknown("Slack field");
    return new SlackConfig.Field(title, value, own);
  }

  private static SlackConfig.Action slackAction(Fields fields) {
    Map<String, String> texts =
        fields.templates(List.of("type", "text", "url", "style", "name", "value"));
    fields.map().find("confirm");
    fields.map().refuseUnknown("Slack action");
    if (!texts.containsKey("type") || !texts.containsKey("text")) {
      fields.problem("missing type or text in Slack action configuration");
    }
    return new SlackConfig.Action(texts);
  }

  Optional<PagerDutyConfig> pagerduty(Fields fields) {
    YamlMap map = fields.map();
    Optional<Secret> key = fields.secret("routing_key");
    if (fields.secret("service_key").isPresent()) {
      fields.problem("service_key is of Events API v1, which is not supported; use routing_key");
    } else if (key.isEmpty()) {
      fields.problem("missing service or routing key in PagerDuty config");
    }
    String url = fields.url("url", globals.url("pagerduty_url"));
    Map<String, String> texts = fields.templates(PAGERDUTY_TEXTS);
    Map<String, String> details = fields.templateMap("details");
    List<Map<String, String>> links = sections(fields, "links", List.of("href", "text"));
    List<Map<String, String>> images = sections(fields, "images", List.of("src", "alt", "href"));
    boolean sendResolved = map.bool("send_resolved", true);
    HttpSettings http = HttpYaml.read(fields, globals.http());
    map.find("timeout");
    map.refuseUnknown("PagerDuty config");
    return key.map(routing ->
        new PagerDutyConfig(url, routing, texts, details, links, images, sendResolved, http));
  }

  private static List<Map<String, String>> sections(Fields fields, String key, List<String> names) {
    List<Map<String, String>> all = new ArrayList<>();
    for (YamlValue item : fields.map().list(key)) {
      item.asMap()
          .ifPresent(map -> {
            all.add(fields.in(map).templates(names));
            map.refuseUnknown("PagerDuty config");
          });
    }
    return all;
  }

  Optional<AppConfig> wechat(Fields fields) {
    YamlMap map = fields.map();
    Optional<Secret> secret =
        fields.secret("api_secret").or(() -> globals.secret("wechat_api_secret"));
    if (secret.isEmpty()) {
      fields.problem("no global Wechat Api Secret set either inline or in a file");
    }
    String corp = map.text("corp_id", globals.url("wechat_api_corp_id"));
    if (corp.isEmpty()) {
      fields.problem("no global Wechat CorpID set");
    }
    String url = fields.url("api_url", globals.url("wechat_api_url"));
    String type = map.text("message_type", "text");
    if (!type.equals("text") && !type.equals("markdown")) {
      fields.problem(
          "weChat message type \"%s\" does not match valid options markdown|text".formatted(type));
    }
    String user = fields.template("to_user").orElse("");
    String party = fields.template("to_party").orElse("");
    String tag = fields.template("to_tag").orElse("");
    String agent = fields.template("agent_id").orElse("");
    String message = fields.template("message").orElse("");
    boolean sendResolved = map.bool("send_resolved", false);
    HttpSettings http = HttpYaml.read(fields, globals.http());
    map.refuseUnknown("WeChat config");
    return secret.map(word ->
        new AppConfig(
            url.endsWith("/") ? url : url + "/",
            corp,
            word,
            user,
            party,
            tag,
            agent,
            type.equals("markdown"),
            message,
            sendResolved,
            http));
  }
}
