package io.mallwatch.monitors.business;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import io.mallwatch.monitors.business.BusinessOverview.PointsFlow;
import io.mallwatch.monitors.business.calendar.DayCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Watches the business: answers what it is like at any moment, and records score and baselines as
/// series so that rules and dashboards can use them. Thread-safe.
public final class BusinessMonitor {

  /// Levels in the paper's order (R043 to R050).
  public static final List<String> LEVELS =
      List.of("normal", "vip", "star_1", "star_2", "star_3", "star_4", "star_5", "director");

  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MODEL_KEPT = Duration.ofHours(1);
  private static final Duration LEARNING_KEPT = Duration.ofMinutes(1);

  /// Over ten minutes, so that a point each five minutes is enough.
  private static final String ORDERS_5M = "sum(increase(transaction_count_total{$sel}[10m])) / 2";

  private static final String GMV_5M = "sum(increase(transaction_amount_total{$sel}[10m])) / 2";

  /// What bands are recorded for, with the question of each.
  private static final Map<String, String> BANDED = banded();

  private final Questions questions;
  private final HealthScorer scorer;
  private final MetricSink sink;
  private final ZoneId zone;

  private final DayCalendar calendar;

  /// By figure. Guarded by this.
  private final Map<String, Learnt> models = new HashMap<>();

  private record Learnt(BaselineModel model, Instant until) {}

  /// @param calendar says which days are not like others, and where days begin
  public BusinessMonitor(
      MetricQueries metrics, MetricSink sink, DayCalendar calendar, String selector) {
    this.questions = new Questions(metrics, selector);
    this.scorer = new HealthScorer(metrics, selector, Indicator.DEFAULT);
    this.sink = sink;
    this.calendar = calendar;
    this.zone = calendar.zone();
  }

  private static Map<String, String> banded() {
    Map<String, String> banded = new LinkedHashMap<>();
    banded.put("orders", ORDERS_5M);
    banded.put("gmv", GMV_5M);
    return banded;
  }

  public HealthScore score(Instant at) {
    return scorer.score(at);
  }

  /// Everything about the business at `at`.
  public BusinessOverview overview(Instant at) {
    Instant dayAgo = at.minus(Duration.ofDays(1));
    BaselineModel baselines = modelAt("orders", at);
    return new BusinessOverview(
        at,
        scorer.score(at),
        figures(at),
        questions.line(ORDERS_5M, floor(dayAgo), at, BaselineModel.BUCKET),
        baselines.between(dayAgo, at),
        baselines.isLearning(at),
        levels(at),
        number("sum(increase(user_upgrade_attempts_total{$sel}[1d]))", at),
        number(
            "sum(increase(user_upgrade_success_total{$sel}[1d])) / (sum(increase(user_upgrade_attempts_total{$sel}[1d])) > 0)",
            at),
        new PointsFlow(
            number("sum(increase(points_recharge_amount_total{$sel}[1d]))", at),
            number("sum(increase(points_transfer_amount_total{$sel}[1d]))", at),
            number("sum(increase(points_withdraw_amount_total{$sel}[1d]))", at),
            number(
                "1 - sum(increase(points_transfer_failures_total{$sel}[1d])) / (sum(increase(points_transfer_attempts_total{$sel}[1d])) > 0)",
                at)));
  }

  /// Records score and baselines at `at` as series.
  public void record(Instant at) {
    List<SeriesSamples> series = new ArrayList<>();
    HealthScore score = scorer.score(at);
    long millis = at.toEpochMilli();
    if (score.overall() != null) {
      series.add(
          sample("mallwatch_business_health_score", "part", "overall", millis, score.overall()));
      series.add(
          sample(
              "mallwatch_business_health_confidence",
              "part",
              "overall",
              millis,
              score.confidence()));
    }
    for (HealthScore.PartScore part : score.parts()) {
      if (part.score() != null) {
        series.add(
            sample(
                "mallwatch_business_health_score", "part", part.part().id(), millis, part.score()));
      }
    }
    for (String figure : BANDED.keySet()) {
      modelAt(figure, at)
          .at(at)
          .ifPresent(band -> {
            String name = "baseline:" + figure;
            series.add(sample(name + ":lower", "figure", figure, millis, band.lower()));
            series.add(sample(name + ":median", "figure", figure, millis, band.median()));
            series.add(sample(name + ":upper", "figure", figure, millis, band.upper()));
          });
    }
    calendar
        .on(at)
        .ifPresent(special ->
            series.add(
                SeriesSamples.of(
                    Labels.of(
                        Labels.METRIC_NAME,
                        "mallwatch_business_special_day",
                        "kind",
                        special.kind().text(),
                        "name",
                        special.name()),
                    millis,
                    1)));
    if (!series.isEmpty()) {
      sink.append(MetricBatch.of(series, List.of(), METADATA));
    }
  }

  private static final List<MetricMetadata> METADATA =
      List.of(
          new MetricMetadata(
              "mallwatch_business_health_score",
              "gauge",
              "Health of the business, 0 to 1",
              "ratio"),
          new MetricMetadata(
              "mallwatch_business_health_confidence",
              "gauge",
              "Share of the health score that could be measured",
              "ratio"),
          new MetricMetadata(
              "mallwatch_business_special_day", "gauge", "Today is a promotion or a holiday", ""),
          new MetricMetadata("baseline:gmv:median", "gauge", "Usual turnover in five minutes", ""),
          new MetricMetadata(
              "baseline:orders:median", "gauge", "Usual orders in five minutes", ""));

  private static SeriesSamples sample(
      String name, String label, String value, long millis, double number) {
    return SeriesSamples.of(Labels.of(Labels.METRIC_NAME, name, label, value), millis, number);
  }

  private List<BusinessFigure> figures(Instant at) {
    Instant midnight = at.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
    long today = Math.max(60, Duration.between(midnight, at).toSeconds());
    return List.of(
        figure(
            "gmv",
            "yuan",
            at,
            "sum(increase(transaction_amount_total{$sel}[%ds]))".formatted(today),
            "sum(increase(transaction_amount_total{$sel}[1h]))"),
        figure(
            "orders",
            "count",
            at,
            "sum(increase(transaction_count_total{$sel}[%ds]))".formatted(today),
            "sum(increase(transaction_count_total{$sel}[1h]))"),
        figure(
            "paymentSuccess",
            "ratio",
            at,
            "sum(increase(transaction_success_total{$sel}[15m])) / (sum(increase(transaction_attempts_total{$sel}[15m])) > 0)",
            "sum(increase(transaction_success_total{$sel}[1h])) / (sum(increase(transaction_attempts_total{$sel}[1h])) > 0)"),
        figure(
            "activeUsers",
            "count",
            at,
            "sum(user_active_total{$sel})",
            "sum(user_active_total{$sel})"));
  }

  private BusinessFigure figure(
      String id, String unit, Instant at, String query, String lineQuery) {
    Instant start = at.minus(Duration.ofDays(1));
    Duration step = Duration.ofMinutes(30);
    return new BusinessFigure(
        id,
        number(query, at),
        unit,
        number(query, at.minus(WEEK)),
        questions.text(query),
        questions.line(lineQuery, start, at, step),
        questions
            .line(lineQuery, start.minus(WEEK), at.minus(WEEK), step)
            .shifted(WEEK.toMillis()));
  }

  private Map<String, Double> levels(Instant at) {
    Map<String, Double> found =
        questions.numbersBy("level", "sum by (level) (user_level_total{$sel})", at);
    Map<String, Double> ordered = new LinkedHashMap<>();
    for (String level : LEVELS) {
      Double count = found.get(level);
      if (count != null) {
        ordered.put(level, count);
      }
    }
    return ordered;
  }

  private @Nullable Double number(String query, Instant at) {
    OptionalDouble value = questions.number(query, at);
    return value.isPresent() ? value.getAsDouble() : null;
  }

  /// The model for `at`: kept for an hour, or a minute while it is learning; learnt anew for the
  /// past.
  private synchronized BaselineModel modelAt(String figure, Instant at) {
    Learnt known = models.get(figure);
    if (known != null && !at.isBefore(known.until())) {
      Duration keep = known.model().isLearning(known.until()) ? LEARNING_KEPT : MODEL_KEPT;
      if (!at.isAfter(known.until().plus(keep))) {
        return known.model();
      }
    }
    Instant start =
        floor(
            at.minus(WEEK.multipliedBy(BaselineModel.WEEKS))
                .minus(BaselineModel.BUCKET.multipliedBy(3)));
    String query = BANDED.getOrDefault(figure, ORDERS_5M);
    BaselineModel learnt =
        new BaselineModel(questions.line(query, start, at, BaselineModel.BUCKET), calendar);
    models.put(figure, new Learnt(learnt, at));
    return learnt;
  }

  private static Instant floor(Instant moment) {
    long bucket = BaselineModel.BUCKET.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(moment.toEpochMilli(), bucket) * bucket);
  }
}
