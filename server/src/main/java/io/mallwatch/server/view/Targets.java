package io.mallwatch.server.view;

import io.mallwatch.doors.prometheus.TargetsView;
import io.mallwatch.metrics.scrape.RelabelConfig;
import io.mallwatch.metrics.scrape.Relabeling;
import io.mallwatch.metrics.scrape.ScrapeConfig;
import io.mallwatch.metrics.scrape.Scraper;
import io.mallwatch.metrics.scrape.TargetStatus;
import io.mallwatch.model.Labels;
import io.mallwatch.monitors.log.SourceFreshness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Scrape targets for the Prometheus door.
public final class Targets implements TargetsView {

  private final Scraper scraper;
  private final Supplier<ScrapeText> text;

  /// @param text the configuration in force
  public Targets(Scraper scraper, Supplier<ScrapeText> text) {
    this.scraper = scraper;
    this.text = text;
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
    for (Relabeling.Step step : Relabeling.steps(rules, labels)) {
      steps.add(
          new RelabelStep(
              rule(step.config()), step.after().orElse(Labels.EMPTY), step.after().isPresent()));
    }
    // Steps after the one that dropped the target have nothing to do.
    for (RelabelConfig rule : rules.subList(steps.size(), rules.size())) {
      steps.add(new RelabelStep(rule(rule), Labels.EMPTY, false));
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

  @Override
  public List<TargetMetadata> metadata() {
    return scraper.metadata().stream()
        .map(one -> new TargetMetadata(one.target(), one.metadata()))
        .toList();
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
