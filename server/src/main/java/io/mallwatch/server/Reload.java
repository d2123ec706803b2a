package io.mallwatch.server;

import io.mallwatch.alerts.config.AlertmanagerConfig;
import io.mallwatch.alerts.config.EmbeddedAlerts;
import io.mallwatch.alerts.rule.RuleEngine;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.doors.prometheus.Lifecycle;
import io.mallwatch.metrics.scrape.ScrapeConfig;
import io.mallwatch.metrics.scrape.Scraper;
import io.mallwatch.model.Labels;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.view.PrometheusFacts;
import io.mallwatch.server.view.ScrapeText;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts rules, scrape jobs and routing in force as the files say now. All files are read before
/// anything changes; when one is wrong, all stays as it was. What else is configured (ports,
/// folders, limits) needs a restart. Thread-safe.
final class Reload implements Lifecycle {

  private static final Logger logger = LoggerFactory.getLogger(Reload.class);

  /// What is changed.
  record Parts(RuleEngine rules, Scraper scraper, EmbeddedAlerts routes) {}

  private final Supplier<Config> reader;
  private final @Nullable URI mall;
  private final Parts parts;
  private final InstantSource clock;

  private volatile PrometheusFacts.Reloaded last;
  private volatile ScrapeText scrapeText;
  private volatile Labels externalLabels;

  /// @param reader reads the configuration from its files, environment and flags
  /// @param first the configuration that the server was started with
  Reload(
      Supplier<Config> reader, Config first, @Nullable URI mall, Parts parts, InstantSource clock) {
    this.reader = reader;
    this.mall = mall;
    this.parts = parts;
    this.clock = clock;
    this.last = new PrometheusFacts.Reloaded(clock.instant(), clock.instant(), "");
    this.scrapeText = ScrapeWiring.text(first.metrics());
    this.externalLabels = ScrapeWiring.externalLabels(first.metrics());
  }

  /// How the last one went.
  PrometheusFacts.Reloaded last() {
    return last;
  }

  /// The scrape configuration in force.
  ScrapeText scrapeText() {
    return scrapeText;
  }

  /// What tells other servers whose samples these are.
  Labels externalLabels() {
    return externalLabels;
  }

  @Override
  public synchronized Optional<String> reload() {
    try {
      Config config = reader.get();
      List<RuleGroup> groups = AlertsWiring.rules(config);
      List<ScrapeConfig> scrapes = ScrapeWiring.configs(config.metrics(), mall);
      AlertmanagerConfig routing = AlertsWiring.routing(config.alerts());
      Labels external = ScrapeWiring.externalLabels(config.metrics());
      parts.routes().reload(routing);
      parts.rules().load(groups);
      parts.scraper().reload(scrapes);
      scrapeText = ScrapeWiring.text(config.metrics());
      externalLabels = external;
      last = new PrometheusFacts.Reloaded(clock.instant(), clock.instant(), "");
      logger.info(
          "event=configuration_reloaded rule_groups={} scrape_jobs={}",
          groups.size(),
          scrapes.size());
      return Optional.empty();
    } catch (BadConfigException e) {
      return failed(String.join("; ", e.problems()));
    } catch (InvalidFileException e) {
      return failed(e.problems().stream().map(String::valueOf).collect(Collectors.joining("; ")));
    }
  }

  private Optional<String> failed(String problem) {
    logger.error("event=configuration_refused problem={}", problem);
    last = new PrometheusFacts.Reloaded(last.succeededAt(), clock.instant(), problem);
    return Optional.of(problem);
  }
}
