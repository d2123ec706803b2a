package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.ingest.Exposition;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a page becomes: target labels are joined, samples relabelled, limits checked.
///
/// @param series one sample each
/// @param live series whose time the page did not give: they go stale when they vanish
record PageShaper(List<SeriesSamples> series, List<Exemplar> exemplars, Set<Labels> live) {

  /// @throws ScrapeFailedException when a limit is passed
  static PageShaper shape(Exposition page, Target target, long scrapedAtMillis) {
    PageShaper shaped =
        new PageShaper(new ArrayList<>(page.lines().size()), new ArrayList<>(), new HashSet<>());
    for (Exposition.Line line : page.lines()) {
      shaped.add(line, target, scrapedAtMillis);
    }
    return shaped;
  }

  private void add(Exposition.Line line, Target target, long scrapedAtMillis) {
    ScrapeConfig config = target.config();
    Labels joined = join(line.labels(), target.labels(), config.honorLabels());
    Optional<Labels> kept = Relabeling.apply(config.metricRelabelConfigs(), joined);
    if (kept.isEmpty()) {
      return;
    }
    Labels labels = kept.get();
    check(labels, config.limits());
    boolean given = config.honorTimestamps() && line.timestampMillis().isPresent();
    long at = given ? line.timestampMillis().getAsLong() : scrapedAtMillis;
    series.add(SeriesSamples.of(labels, at, line.value()));
    if (!given) {
      live.add(labels);
    }
    Exposition.Example example = line.exemplar();
    if (example != null) {
      long when = example.timestampMillis().orElse(at);
      exemplars.add(new Exemplar(labels, example.labels(), example.value(), when));
    }
  }

  /// On a conflict one side keeps the name; the page's other one is kept as `exported_...`.
  static Labels join(Labels page, Labels target, boolean honorPage) {
    if (honorPage) {
      return target.with(page);
    }
    Map<String, String> joined = new TreeMap<>(page.toMap());
    for (Label label : target) {
      String theirs = joined.put(label.name(), label.value());
      if (theirs != null) {
        String name = "exported_" + label.name();
        while (joined.containsKey(name) || target.has(name)) {
          name = "exported_" + name;
        }
        joined.put(name, theirs);
      }
    }
    return Labels.of(joined);
  }

  private void check(Labels labels, ScrapeLimits limits) {
    if (limits.samples() > 0 && series.size() >= limits.samples()) {
      throw new ScrapeFailedException(
          "sample limit exceeded: more than %d".formatted(limits.samples()));
    }
    if (limits.labels() > 0 && labels.size() > limits.labels()) {
      throw new ScrapeFailedException(
          "label limit exceeded: %s has %d labels, the limit is %d"
              .formatted(labels.metricName(), labels.size(), limits.labels()));
    }
    for (Label label : labels) {
      if (exceeds(label.name(), limits.labelNameLength())
          || exceeds(label.value(), limits.labelValueLength())) {
        throw new ScrapeFailedException(
            "label length limit exceeded: %s of %s".formatted(label.name(), labels.metricName()));
      }
    }
  }

  private static boolean exceeds(String text, int limit) {
    return limit > 0 && text.length() > limit;
  }
}
