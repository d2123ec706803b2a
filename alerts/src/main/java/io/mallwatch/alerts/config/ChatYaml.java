package io.mallwatch.alerts.config;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.chat.ChatConfig;
import io.mallwatch.alerts.notify.chat.ChatConfig.Service;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.yaml.YamlMap;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The vendors of [ChatConfig] as Alertmanager writes them.
final class ChatYaml {

  /// What one vendor's section may hold.
  ///
  /// @param url key of the address; empty when it is a secret
  /// @param global key of the address in the section `global`
  /// @param secrets keys that must be there, here or in the section `global`
  /// @param secretUrls likewise, addresses
  private record Shape(
      String url,
      String global,
      List<String> secrets,
      List<String> secretUrls,
      List<String> texts,
      boolean sendResolved) {

    static Shape hook(boolean sendResolved, String... texts) {
      return new Shape("", "", List.of(), List.of("webhook_url"), List.of(texts), sendResolved);
    }

    static Shape api(
        String url, String global, List<String> secrets, boolean resolved, String... texts) {
      return new Shape(url, global, secrets, List.of(), List.of(texts), resolved);
    }
  }

  /// Names of secrets in the section `global` that do not begin with the vendor's.
  private static final String PUSHOVER_URL = "https://api.pushover.net/1/messages.json";

  private final Globals globals;
  private final Map<Service, Shape> shapes = new EnumMap<>(Service.class);

  ChatYaml(Globals globals) {
    this.globals = globals;
    shapes.put(
        Service.DISCORD, Shape.hook(true, "title", "message", "content", "username", "avatar_url"));
    shapes.put(
        Service.MATTERMOST,
        Shape.hook(false, "channel", "username", "text", "icon_url", "icon_emoji"));
    shapes.put(Service.MSTEAMS, Shape.hook(true, "title", "summary", "text"));
    shapes.put(Service.MSTEAMS_V2, Shape.hook(true, "title", "text"));
    shapes.put(
        Service.OPSGENIE,
        Shape.api(
            "api_url",
            "opsgenie_api_url",
            List.of("api_key"),
            true,
            "message",
            "description",
            "source",
            "tags",
            "note",
            "priority",
            "entity"));
    shapes.put(
        Service.PUSHOVER,
        Shape.api(
            "",
            "",
            List.of("token", "user_key"),
            true,
            "title",
            "message",
            "url",
            "priority",
            "retry",
            "expire",
            "sound",
            "device",
            "ttl",
            "url_title"));
    shapes.put(
        Service.ROCKETCHAT,
        Shape.api(
            "api_url",
            "rocketchat_api_url",
            List.of("token", "token_id"),
            false,
            "channel",
            "username",
            "text",
            "title",
            "emoji"));
    shapes.put(
        Service.TELEGRAM,
        Shape.api(
            "api_url",
            "telegram_api_url",
            List.of("bot_token"),
            true,
            "chat_id",
            "message",
            "parse_mode",
            "disable_notifications",
            "message_thread_id"));
    shapes.put(
        Service.VICTOROPS,
        Shape.api(
            "api_url",
            "victorops_api_url",
            List.of("api_key"),
            true,
            "routing_key",
            "message_type",
            "state_message",
            "entity_display_name",
            "monitoring_tool"));
    shapes.put(
        Service.WEBEX,
        Shape.api("api_url", "webex_api_url", List.of(), true, "room_id", "message"));
  }

  List<Service> kinds() {
    return new ArrayList<>(shapes.keySet());
  }

  Optional<ChatConfig> read(Service service, Fields fields) {
    YamlMap map = fields.map();
    Shape shape = java.util.Objects.requireNonNull(shapes.get(service), "shape");
    Map<String, Secret> secrets = new HashMap<>();
    for (String key : shape.secrets) {
      fields
          .secret(key)
          .or(() -> globals.secret(service.kind() + "_" + key))
          .ifPresentOrElse(
              secret -> secrets.put(key, secret),
              () -> fields.problem("missing %s in %s_config".formatted(key, service.kind())));
    }
    for (String key : shape.secretUrls) {
      fields
          .secretUrl(key)
          .or(() -> globals.secret(service.kind() + "_" + key))
          .ifPresentOrElse(
              secret -> secrets.put(key, secret),
              () -> fields.problem("one of %s or %s_file must be configured".formatted(key, key)));
    }
    String url = service == Service.PUSHOVER ? PUSHOVER_URL : "";
    if (!shape.url.isEmpty()) {
      url = fields.url(shape.url, globals.url(shape.global));
    }
    Map<String, String> texts = fields.templates(shape.texts);
    boolean sendResolved = map.bool("send_resolved", shape.sendResolved);
    HttpSettings http = HttpYaml.read(fields, globals.http());
    tolerated(service).forEach(map::find);
    map.refuseUnknown(service.kind() + " config");
    return Optional.of(new ChatConfig(service, url, secrets, texts, sendResolved, http));
  }

  /// Keys that change nothing in what is sent here.
  private static List<String> tolerated(Service service) {
    return switch (service) {
      case OPSGENIE -> List.of("details", "responders", "update_alerts", "actions", "api_key_file");
      case PUSHOVER -> List.of("html", "monospace");
      case VICTOROPS -> List.of("custom_fields");
      case MATTERMOST, ROCKETCHAT ->
          List.of("attachments", "props", "priority", "fields", "actions", "color", "title_link");
      case DISCORD, MSTEAMS, MSTEAMS_V2, TELEGRAM, WEBEX -> List.of();
    };
  }
}
