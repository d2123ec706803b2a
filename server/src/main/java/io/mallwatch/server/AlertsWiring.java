package io.mallwatch.server;

import io.mallwatch.alerts.config.AlertmanagerConfig;
import io.mallwatch.alerts.config.AlertmanagerYaml;
import io.mallwatch.alerts.config.DefaultRoutes;
import io.mallwatch.alerts.config.EmbeddedAlerts;
import io.mallwatch.alerts.notify.Backoff;
import io.mallwatch.alerts.notify.LedgerEntry;
import io.mallwatch.alerts.notify.NotificationPipeline;
import io.mallwatch.alerts.notify.NotifyCounters;
import io.mallwatch.alerts.rule.RuleFiles;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.silence.Silences;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.monitors.business.slo.Slo;
import io.mallwatch.monitors.business.slo.SloRules;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.state.SqlHeldAlerts;
import io.mallwatch.server.state.SqlIncidents;
import io.mallwatch.server.state.SqlNotificationLedger;
import io.mallwatch.server.state.SqlNotificationLog;
import io.mallwatch.server.state.SqlSilences;
import io.mallwatch.server.state.StateDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// What tells people: silences, routes, channels, the ledger, and the incidents that follow.
///
/// @param silences kept in the state file
/// @param ledger of every notification
/// @param log of what was told last
/// @param incidents opened from alert groups
/// @param routes takes alerts and tells them
record AlertsWiring(
    Silences silences,
    SqlNotificationLedger ledger,
    SqlNotificationLog log,
    Incidents incidents,
    EmbeddedAlerts routes)
    implements AutoCloseable {

  /// Files in `deploy/rules` that are used when none are named.
  static final List<String> SHIPPED_RULES =
      List.of("mall.rules.yml", "host.rules.yml", "security.rules.yml", "operations.rules.yml");

  static AlertsWiring open(
      Config.AlertsPart config,
      String externalUrl,
      StateDatabase state,
      InstantSource clock,
      RandomGenerator random) {
    Silences silences = new Silences(new SqlSilences(state), clock, () -> uuid(random));
    SqlNotificationLedger ledger = new SqlNotificationLedger(state);
    SqlNotificationLog log = new SqlNotificationLog(state);
    Incidents incidents = new Incidents(new SqlIncidents(state), clock);
    EmbeddedAlerts routes =
        new EmbeddedAlerts(
            routing(config),
            new EmbeddedAlerts.Parts(
                silences,
                new NotificationPipeline.Memory(log, ledger),
                new SqlHeldAlerts(state),
                new NotificationPipeline.Told(
                    List.of(incidents),
                    List.of(entry -> tell(incidents, entry)),
                    externalUrl,
                    groupKey ->
                        incidents
                            .lastOfGroup(groupKey)
                            .map(incident -> page(externalUrl, incident))
                            .orElse(""),
                    new NotifyCounters()),
                new Backoff(random, AlertsWiring::sleep),
                clock,
                random));
    return new AlertsWiring(silences, ledger, log, incidents, routes);
  }

  private static void sleep(Duration pause) throws InterruptedException {
    Thread.sleep(pause);
  }

  private static String page(String externalUrl, Incident incident) {
    return externalUrl + "/incidents/" + incident.id();
  }

  private static String uuid(RandomGenerator random) {
    long high = (random.nextLong() & ~0xf000L) | 0x4000L;
    long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }

  /// The routing that is configured, or that by severity.
  ///
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when the file is wrong
  static AlertmanagerConfig routing(Config.AlertsPart config) {
    if (!config.alertmanager().isEmpty()) {
      return AlertmanagerYaml.read(Path.of(config.alertmanager()));
    }
    DefaultRoutes.Settings quiet = DefaultRoutes.Settings.quiet();
    Config.EmailPart email = config.email();
    Optional<DefaultRoutes.Smtp> smtp =
        email.to().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new DefaultRoutes.Smtp(
                    email.smtp(),
                    email.from(),
                    email.user(),
                    email.password().reveal(),
                    email.requireTls()));
    return DefaultRoutes.of(
        new DefaultRoutes.Settings(
            smtp,
            email.to(),
            config.webhooks(),
            config.channels().isEmpty()
                ? Optional.empty()
                : Optional.of(Path.of(config.channels())),
            quiet.groupWait(),
            quiet.groupInterval(),
            quiet.repeatInterval()));
  }

  private static void tell(Incidents incidents, LedgerEntry entry) {
    String way =
        entry.channel().isEmpty() ? entry.receiver() : entry.channel() + " " + entry.target();
    String told = entry.status().equals("resolved") ? "恢复" : "触发";
    String toldEn = entry.status();
    switch (entry.state()) {
      case SENT ->
          incidents.notified(
              entry.groupKey(),
              entry.fingerprints(),
              "已通知（%s）：%s".formatted(told, way),
              "Notified (%s): %s".formatted(toldEn, way),
              data(entry));
      case FAILED ->
          incidents.notified(
              entry.groupKey(),
              entry.fingerprints(),
              "通知失败（%s）：%s，%s".formatted(told, way, entry.error()),
              "Notification failed (%s): %s, %s".formatted(toldEn, way, entry.error()),
              data(entry));
      case SUPPRESSED ->
          incidents.notified(
              entry.groupKey(),
              entry.fingerprints(),
              "未通知（%s）：%s".formatted(told, entry.error()),
              "Not notified (%s): %s".formatted(toldEn, entry.error()),
              data(entry));
      case DELIVERED ->
          incidents.notified(
              entry.groupKey(),
              entry.fingerprints(),
              "已送达（%s）：%s".formatted(told, way),
              "Delivered (%s): %s".formatted(toldEn, way),
              data(entry));
      case UNKNOWN ->
          incidents.notified(
              entry.groupKey(),
              entry.fingerprints(),
              "是否通知到未知（%s）：%s，%s".formatted(told, way, entry.error()),
              "Not known whether notified (%s): %s, %s".formatted(toldEn, way, entry.error()),
              data(entry));
      case QUEUED -> {}
    }
  }

  private static Map<String, String> data(LedgerEntry entry) {
    return Map.of(
        "notification", Long.toString(entry.id()),
        "state", entry.state().text(),
        "channel", entry.channel());
  }

  /// The rule groups that are configured, or those that are shipped. Whoever brings rules of their
  /// own gets those of objectives only when they name the objectives too.
  static List<RuleGroup> rules(Config all) {
    Config.AlertsPart config = all.alerts();
    RuleFiles files =
        new RuleFiles(expression -> PromqlParser.parse(expression), config.evaluationInterval());
    List<RuleGroup> groups = new ArrayList<>();
    List<Slo> objectives = all.business().slos();
    if (config.rules().isEmpty() || !objectives.equals(Slo.DEFAULT)) {
      groups.addAll(files.parse("business.slos", SloRules.yaml(objectives)));
    }
    if (!config.rules().isEmpty()) {
      groups.addAll(files.read(RulePaths.find("alerts.rules", config.rules())));
      return groups;
    }
    for (String name : SHIPPED_RULES) {
      String path = "deploy/rules/" + name;
      groups.addAll(files.parse(path, shipped(path)));
    }
    return groups;
  }

  private static String shipped(String path) {
    try (InputStream in = AlertsWiring.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the program was packaged without " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    routes.close();
    log.close();
    ledger.close();
  }
}
