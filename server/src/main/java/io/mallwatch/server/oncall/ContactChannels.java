package io.mallwatch.server.oncall;

import io.mallwatch.alerts.config.AlertmanagerConfig.ReceiverConfig;
import io.mallwatch.alerts.config.AlertmanagerYaml;
import io.mallwatch.alerts.config.EmbeddedAlerts;
import io.mallwatch.alerts.notify.email.EmailConfig;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.Json;
import io.mallwatch.ops.oncall.OnCallPlan.Contact;
import io.mallwatch.server.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The channels that reach a contact, made as those of the routing are. Mail goes through the mail
/// server of the routing, else through that of `alerts.email.*`.
public final class ContactChannels {

  private static final Path NAME = Path.of("contact");
  private static final Map<String, String> URL_KINDS =
      Map.of(
          "webhook", "webhook_configs",
          "wecom", "wecom_robot_configs",
          "dingtalk", "dingtalk_configs",
          "feishu", "feishu_configs",
          "slack", "slack_configs");

  private final EmbeddedAlerts alerts;
  private final Config.EmailPart email;

  public ContactChannels(EmbeddedAlerts alerts, Config.EmailPart email) {
    this.alerts = alerts;
    this.email = email;
  }

  /// Empty when the contact names a receiver that the routing does not have.
  ///
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when its address is none
  List<ChannelConfig> of(Contact contact) {
    return switch (contact.kind()) {
      case "receiver" ->
          alerts.config().receivers().stream()
              .filter(receiver -> receiver.name().equals(contact.address()))
              .findFirst()
              .map(ReceiverConfig::channels)
              .orElse(List.of());
      case "email" -> List.of(mail(contact.address()));
      default -> {
        String address = contact.kind().equals("slack") ? "api_url" : "url";
        yield channels(
            URL_KINDS.getOrDefault(contact.kind(), "webhook_configs"),
            Map.of(address, contact.address()),
            Map.of());
      }
    };
  }

  private ChannelConfig mail(String address) {
    Optional<EmailConfig> known =
        alerts.config().receivers().stream()
            .flatMap(receiver -> receiver.channels().stream())
            .filter(EmailConfig.class::isInstance)
            .map(EmailConfig.class::cast)
            .findFirst();
    if (known.isPresent()) {
      EmailConfig like = known.get();
      return new EmailConfig(
          address,
          like.from(),
          like.host(),
          like.port(),
          like.hello(),
          like.user(),
          like.password(),
          like.requireTls(),
          like.implicitTls(),
          like.tls(),
          like.sendResolved(),
          like.headers(),
          like.text(),
          like.html());
    }
    Map<String, Object> server =
        email.user().isEmpty()
            ? Map.of()
            : Map.of(
                "smtp_auth_username", email.user(),
                "smtp_auth_password", email.password().reveal());
    Map<String, Object> global = new java.util.HashMap<>(server);
    global.put("smtp_smarthost", email.smtp());
    global.put("smtp_from", email.from());
    global.put("smtp_require_tls", email.requireTls());
    return channels("email_configs", Map.of("to", address), global).getFirst();
  }

  private static List<ChannelConfig> channels(
      String kind, Map<String, Object> channel, Map<String, Object> global) {
    String yaml =
        Json.text(
            Map.of(
                "global", global,
                "route", Map.of("receiver", "contact"),
                "receivers", List.of(Map.of("name", "contact", kind, List.of(channel)))));
    return AlertmanagerYaml.parse(NAME, yaml).receivers().getFirst().channels();
  }
}
