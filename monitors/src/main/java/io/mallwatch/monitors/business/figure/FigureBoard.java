package io.mallwatch.monitors.business.figure;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import io.mallwatch.monitors.business.mall.MallDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every figure by both ways, now or at a past moment, and as series `mall_business_*` with the
/// label `source` (`database` or `metrics`).
///
/// [#record] is called by one thread, which also asks the database; [#figures] by any.
public final class FigureBoard {

  /// How far both ways may differ, as a share of the greater, before it is worth saying.
  public static final double AGREE_WITHIN = 0.02;

  private static final Duration LATEST_FOR = Duration.ofMinutes(5);

  private final DatabaseFigures fromDatabase;
  private final MallDatabase database;
  private final MetricFigures fromMetrics;
  private final MetricSink sink;

  private volatile Taken taken = new Taken(Instant.EPOCH, Map.of());

  private record Taken(Instant at, Map<String, Reading> readings) {}

  public FigureBoard(MallDatabase database, MetricFigures fromMetrics, MetricSink sink) {
    this.database = database;
    this.fromDatabase = new DatabaseFigures(database);
    this.fromMetrics = fromMetrics;
    this.sink = sink;
  }

  /// A figure with what each way gave.
  ///
  /// @param database null when the database has no way to know it, or is not configured
  /// @param metrics null when metrics have no way to know it
  /// @param difference between both as a share of the greater; null when not comparable
  public record Shown(
      Figure figure,
      @Nullable Reading database,
      @Nullable Reading metrics,
      @Nullable Double difference) {

    /// The one to believe: the database where it knows, else metrics.
    public @Nullable Reading best() {
      return database != null && (database.isKnown() || !isKnown(metrics)) ? database : metrics;
    }

    private static boolean isKnown(@Nullable Reading reading) {
      return reading != null && reading.isKnown();
    }

    /// Where [#best] comes from: `database`, `metrics` or `none`.
    public String source() {
      return isKnown(database) ? "database" : isKnown(metrics) ? "metrics" : "none";
    }
  }

  /// All figures as of `at`; the past of the database is what was recorded then.
  ///
  /// @param now what time it is
  public List<Shown> figures(Instant at, Instant now) {
    Taken latest = taken;
    boolean present = Duration.between(at, now).compareTo(LATEST_FOR) < 0;
    Map<String, Reading> metrics = fromMetrics.measure(Figures.ALL, at);
    List<Shown> shown = new ArrayList<>();
    for (Figure figure : Figures.ALL) {
      Reading stored =
          figure.sql() == null
              ? null
              : present ? latest.readings().get(figure.id()) : fromMetrics.recorded(figure, at);
      Reading measured = metrics.get(figure.id());
      shown.add(new Shown(figure, stored, measured, difference(figure, stored, measured)));
    }
    return shown;
  }

  /// When the database was last asked; empty epoch before the first time.
  public Instant lastAsked() {
    return taken.at();
  }

  /// Whether the database knew at least one figure when it was last asked.
  public boolean isAnswered() {
    return taken.readings().values().stream().anyMatch(Reading::isKnown);
  }

  private static @Nullable Double difference(
      Figure figure, @Nullable Reading stored, @Nullable Reading measured) {
    if (!figure.comparable()
        || stored == null
        || measured == null
        || stored.value() == null
        || measured.value() == null) {
      return null;
    }
    double greater = Math.max(Math.abs(stored.value()), Math.abs(measured.value()));
    return greater == 0 ? 0.0 : Math.abs(stored.value() - measured.value()) / greater;
  }

  /// Asks both ways as of `now` and records what they gave; what is missing is not recorded, so
  /// that it never looks like zero.
  public void record(Instant now) {
    boolean configured = database.isConfigured();
    Map<String, Reading> stored =
        configured ? fromDatabase.measure(Figures.ALL, now) : new LinkedHashMap<>();
    taken = new Taken(configured ? now : Instant.EPOCH, stored);
    Map<String, Reading> measured = fromMetrics.measure(Figures.ALL, now);
    List<SeriesSamples> series = new ArrayList<>();
    for (Figure figure : Figures.ALL) {
      add(series, figure, "database", stored.get(figure.id()), now);
      add(series, figure, "metrics", measured.get(figure.id()), now);
      Double difference = difference(figure, stored.get(figure.id()), measured.get(figure.id()));
      if (difference != null) {
        series.add(
            SeriesSamples.of(
                Labels.of(
                    Labels.METRIC_NAME,
                    "mallwatch_business_source_difference_ratio",
                    "figure",
                    figure.id()),
                now.toEpochMilli(),
                difference));
      }
    }
    if (configured) {
      boolean up = stored.values().stream().anyMatch(Reading::isKnown);
      series.add(
          SeriesSamples.of(
              Labels.of(Labels.METRIC_NAME, "mallwatch_business_database_up"),
              now.toEpochMilli(),
              up ? 1 : 0));
    }
    if (!series.isEmpty()) {
      sink.append(MetricBatch.of(series, List.of(), METADATA));
    }
  }

  private static void add(
      List<SeriesSamples> series,
      Figure figure,
      String source,
      @Nullable Reading reading,
      Instant now) {
    if (reading == null || !reading.isKnown()) {
      return;
    }
    Map<String, String> labels = new LinkedHashMap<>(figure.labels());
    labels.put(Labels.METRIC_NAME, figure.series());
    labels.put("source", source);
    if (reading.value() != null) {
      series.add(SeriesSamples.of(Labels.of(labels), now.toEpochMilli(), reading.value()));
    }
    reading
        .parts()
        .forEach((part, value) -> {
          Map<String, String> ofPart = new LinkedHashMap<>(labels);
          ofPart.put("feature", part);
          series.add(SeriesSamples.of(Labels.of(ofPart), now.toEpochMilli(), value));
        });
  }

  private static final List<MetricMetadata> METADATA = metadata();

  private static List<MetricMetadata> metadata() {
    Map<String, MetricMetadata> byName = new LinkedHashMap<>();
    for (Figure figure : Figures.ALL) {
      byName.putIfAbsent(
          figure.series(), new MetricMetadata(figure.series(), "gauge", figure.formula().en(), ""));
    }
    byName.put(
        "mallwatch_business_source_difference_ratio",
        new MetricMetadata(
            "mallwatch_business_source_difference_ratio",
            "gauge",
            "How far a figure differs between the mall's database and its metrics",
            ""));
    byName.put(
        "mallwatch_business_database_up",
        new MetricMetadata(
            "mallwatch_business_database_up",
            "gauge",
            "Whether the mall's database answered the last round of questions",
            ""));
    return List.copyOf(byName.values());
  }
}
