package io.mallwatch.alerts.config;

import io.mallwatch.alerts.config.AlertmanagerConfig.ReceiverConfig;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.yaml.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The routing of R192 to R196 for operators without an `alertmanager.yml`: critical goes to every
/// channel, high to mail, chat of the company and Slack, warning to mail and Slack, info to Slack,
/// an unknown level to nobody; webhooks and other vendors hear of all four levels. What is shown is
/// a vanilla `alertmanager.yml`, so that it can be copied and grown.
public final class DefaultRoutes {

  /// @param smtp where mail goes; empty for no mail
  /// @param emailTo addresses
  /// @param webhookUrls each gets every level
  /// @param channels file that lists further channels as a receiver of an `alertmanager.yml` does;
  ///   empty for none
  public record Settings(
      Optional<Smtp> smtp,
      List<String> emailTo,
      List<String> webhookUrls,
      Optional<Path> channels,
      Duration groupWait,
      Duration groupInterval,
      Duration repeatInterval) {

    public Settings {
      emailTo = List.copyOf(emailTo);
      webhookUrls = List.copyOf(webhookUrls);
    }

    /// Nobody to tell yet; quick to tell of changes.
    public static Settings quiet() {
      return new Settings(
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofHours(4));
    }
  }

  /// @param smarthost host and port
  /// @param user empty for no authentication
  /// @param password may be `${NAME}` of an environment variable
  public record Smtp(
      String smarthost, String from, String user, String password, boolean requireTls) {

    @Override
    public String toString() {
      return "Smtp[%s, %s, %s]".formatted(smarthost, from, user);
    }
  }

  private static final Path NAME = Path.of("default alertmanager.yml");

  private DefaultRoutes() {}

  /// The configuration for `settings`.
  ///
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when an address or URL is none
  public static AlertmanagerConfig of(Settings settings) {
    AlertmanagerConfig plain = AlertmanagerYaml.parse(NAME, yaml(settings));
    if (settings.channels().isEmpty()) {
      return plain;
    }
    List<ChannelConfig> more = AlertmanagerYaml.channels(settings.channels().get());
    return plain.withReceivers(
        plain.receivers().stream().map(receiver -> with(receiver, more)).toList());
  }

  private static ReceiverConfig with(ReceiverConfig receiver, List<ChannelConfig> more) {
    List<ChannelConfig> channels = new ArrayList<>(receiver.channels());
    more.stream().filter(one -> hears(one.family(), receiver.name())).forEach(channels::add);
    return new ReceiverConfig(receiver.name(), channels);
  }

  private static boolean hears(String family, String level) {
    return switch (family) {
      case "email" -> List.of("critical", "high", "warning").contains(level);
      case "wechat" -> List.of("critical", "high").contains(level);
      case "sms", "voice", "pagerduty" -> level.equals("critical");
      default -> !level.equals("none");
    };
  }

  static String yaml(Settings settings) {
    StringBuilder out =
        new StringBuilder("# Routing by level, made from Mallwatch's own settings.\n");
    settings
        .smtp()
        .ifPresent(smtp -> {
          out.append("global:\n  smtp_smarthost: ").append(quoted(smtp.smarthost()));
          out.append("\n  smtp_from: ").append(quoted(smtp.from()));
          out.append("\n  smtp_require_tls: ").append(smtp.requireTls()).append('\n');
          if (!smtp.user().isEmpty()) {
            out.append("  smtp_auth_username: ").append(quoted(smtp.user()));
            out.append("\n  smtp_auth_password: ").append(quoted(smtp.password())).append('\n');
          }
        });
    out.append("route:\n  receiver: none\n  group_by: [alertname, service]\n");
    out.append("  group_wait: ").append(Durations.print(settings.groupWait()));
    out.append("\n  group_interval: ").append(Durations.print(settings.groupInterval()));
    out.append("\n  repeat_interval: ").append(Durations.print(settings.repeatInterval()));
    out.append("\n  routes:\n");
    List<String> levels = List.of("critical", "high", "warning", "info");
    for (String level : levels) {
      out.append("    - matchers: ['severity=\"").append(level).append("\"']\n");
      out.append("      receiver: ").append(level).append('\n');
    }
    out.append("receivers:\n  - name: none\n");
    for (String level : levels) {
      receiver(out, level, settings);
    }
    return out.toString();
  }

  private static void receiver(StringBuilder out, String level, Settings settings) {
    out.append("  - name: ").append(level).append('\n');
    boolean mail =
        settings.smtp().isPresent() && !settings.emailTo().isEmpty() && !level.equals("info");
    if (mail) {
      out.append("    email_configs:\n      - to: ");
      out.append(quoted(String.join(", ", settings.emailTo())));
      out.append("\n        send_resolved: true\n");
    }
    if (!settings.webhookUrls().isEmpty()) {
      out.append("    webhook_configs:\n");
      for (String url : settings.webhookUrls()) {
        out.append("      - url: ").append(quoted(url)).append('\n');
      }
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
