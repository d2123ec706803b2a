package io.mallwatch.server.view;

import io.mallwatch.doors.prometheus.TargetsView;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.scrape.RelabelConfig;
import io.mallwatch.metrics.scrape.Relabeling;
import io.mallwatch.metrics.scrape.ScrapeConfig;
import io.mallwatch.metrics.scrape.Scraper;
import io.mallwatch.metrics.scrape.TargetStatus;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import io.mallwatch.monitors.log.SourceFreshness;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Scrape targets for the Prometheus door.
public final class Targets implements TargetsView {

  private static final List<String> SUFFIXES =
      List.of("", "_total", "_count", "_sum", "_bucket", "_created", "_info");

  private static final Duration RECENT = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Scraper scraper;
  private final MetricQueries queries;
  private final Supplier<ScrapeText> text;
  private final InstantSource clock;

  /// @param queries over what was scraped
  /// @param text the configuration in force
  public Targets(
      Scraper scraper, MetricQueries queries, Supplier<ScrapeText> text, InstantSource clock) {
    this.scraper = scraper;
    this.queries = queries;
    this.text = text;
    this.clock = clock;
  }

  @Override
  public List<Target> targets() {
    return scraper.targets().stream()
        .sorted(Comparator.comparing(TargetStatus::job))
        .map(target ->
            new Target(
                target.discovered(),
                target.labels(),
                target.job(),
                target.url().toString(),
                target.url().toString(),
                target.health().name().toLowerCase(Locale.ROOT),
                target.lastError(),
                target.lastScrape().orElse(null),
                target.lastDuration(),
                target.interval(),
                target.timeout()))
        .toList();
  }

  @Override
  public List<Dropped> dropped() {
    return scraper.droppedTargets().stream()
        .map(target -> new Dropped(target.discovered(), target.job()))
        .toList();
  }

  @Override
  public Map<String, Integer> droppedCounts() {
    return new TreeMap<>(scraper.droppedCounts());
  }

  @Override
  public List<String> pools() {
    return scraper.configs().stream().map(ScrapeConfig::job).sorted().toList();
  }

  private Optional<ScrapeConfig> config(String pool) {
    return scraper.configs().stream().filter(config -> config.job().equals(pool)).findFirst();
  }

  @Override
  public Optional<String> configYaml(String pool) {
    return config(pool)
        .map(config ->
            text.get().job(pool).orElseGet(() -> "job_name: %s\n".formatted(config.job())));
  }

  @Override
  public Optional<List<RelabelStep>> relabel(String pool, Labels labels) {
    return config(pool).map(config -> steps(config.relabelConfigs(), labels));
  }

  private static List<RelabelStep> steps(List<RelabelConfig> rules, Labels labels) {
    List<RelabelStep> steps = new ArrayList<>();
    Optional<Labels> now = Optional.of(labels);
    for (RelabelConfig rule : rules) {
      now = now.flatMap(before -> Relabeling.apply(List.of(rule), before));
      steps.add(new RelabelStep(rule(rule), now.orElse(Labels.EMPTY), now.isPresent()));
    }
    return steps;
  }

  private static Map<String, Object> rule(RelabelConfig rule) {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (!rule.sourceLabels().isEmpty()) {
      keys.put("source_labels", rule.sourceLabels());
    }
    keys.put("separator", rule.separator());
    keys.put("regex", rule.regexText());
    if (rule.modulus() > 0) {
      keys.put("modulus", rule.modulus());
    }
    if (!rule.targetLabel().isEmpty()) {
      keys.put("target_label", rule.targetLabel());
    }
    keys.put("replacement", rule.replacement());
    keys.put("action", rule.action().key());
    return keys;
  }

  /// What is known of the metrics that each target has series of.
  @Override
  public List<TargetMetadata> metadata() {
    List<MetricMetadata> known = queries.metadata("");
    List<TargetMetadata> all = new ArrayList<>();
    for (TargetStatus target : scraper.targets()) {
      Set<String> names = new HashSet<>(names(target));
      for (MetricMetadata one : known) {
        if (SUFFIXES.stream().anyMatch(suffix -> names.contains(one.family() + suffix))) {
          all.add(new TargetMetadata(target.labels(), one));
        }
      }
    }
    return all;
  }

  private List<String> names(TargetStatus target) {
    List<Matcher> matchers = new ArrayList<>();
    target.labels().forEach(label -> matchers.add(Matcher.equal(label.name(), label.value())));
    return queries.labelValues(
        Labels.METRIC_NAME,
        List.of(matchers),
        TimeRange.before(clock.instant(), RECENT),
        QueryOptions.interactive(Deadline.after(PATIENCE)));
  }

  /// Notes which targets answered.
  public static void heard(Scraper scraper, SourceFreshness freshness) {
    for (TargetStatus target : scraper.targets()) {
      if (target.health() == TargetStatus.Health.UP) {
        target
            .lastScrape()
            .ifPresent(at ->
                freshness.heard(target.labels().get("job"), SourceFreshness.Kind.METRICS, at));
      }
    }
  }
}
