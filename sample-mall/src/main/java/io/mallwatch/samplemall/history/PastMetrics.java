package io.mallwatch.samplemall.history;

import io.mallwatch.samplemall.history.Past.Chapter;
import io.mallwatch.samplemall.shop.SeedData;
import io.mallwatch.samplemall.traffic.Action;
import io.mallwatch.samplemall.traffic.TrafficShape;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.DataPointFlags;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// The business metrics of the past: counters that only grow, from zero at its begin, and gauges,
/// one point each at the end of every chapter.
final class PastMetrics {
  /// A customer who comes in counts as active for a quarter of an hour after the last request,
  /// which is some five minutes after the first.
  private static final Duration COUNTS_AS_ACTIVE = Duration.ofMinutes(20);

  private static final long SEED = 7;

  private record Series(String name, String label, String value, boolean counter) {}

  private final long begin;
  private final TrafficShape shape;
  private final Map<String, Long> finalLevels;
  private final double finalUsers;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<Series, Double> totals = new LinkedHashMap<>();
  private final Map<Series, Metric.Builder> open = new LinkedHashMap<>();
  private double registeredUntilEnd;

  /// @param finalLevels how many users each level has when the past ends
  /// @param registrations how many users register in the whole past
  PastMetrics(Past past, Map<String, Long> finalLevels, long registrations) {
    this.begin = Proto.nanos(past.from());
    this.shape = past.shape();
    this.finalLevels = Map.copyOf(finalLevels);
    this.finalUsers = finalLevels.values().stream().mapToLong(Long::longValue).sum();
    this.registeredUntilEnd = registrations;
  }

  /// Adds a chapter's points to the message in the making.
  void add(Chapter chapter) {
    int upgrades = chapter.count(Action.UPGRADE);
    int transfers = chapter.count(Action.TRANSFER);
    count("user_registration_total", chapter.count(Action.REGISTER));
    count("user_logins_total", "result", "success", chapter.count(Action.LOGIN));
    count("user_logins_total", "result", "failure", 0);
    count("user_upgrade_attempts_total", upgrades);
    count("user_upgrade_success_total", upgrades);
    count("user_upgrade_failures_total", 0);
    countSales(chapter);
    count("points_transfer_attempts_total", transfers);
    count("points_transfer_success_total", transfers);
    count("points_transfer_failures_total", 0);
    count("points_transfer_amount_total", sum(transfers, 1, 20));
    count("points_recharge_amount_total", sum(chapter.count(Action.RECHARGE), 50, 200));
    count("points_withdraw_amount_total", sum(chapter.count(Action.WITHDRAW), 10, 30));
    registeredUntilEnd -= chapter.count(Action.REGISTER);
    gauge("user_active_total", "", "", activeUsers(chapter.end()));
    double growth = finalUsers == 0 ? 1 : Math.max(0, finalUsers - registeredUntilEnd) / finalUsers;
    finalLevels.forEach(
        (level, users) -> gauge("user_level_total", "level", level, Math.rint(users * growth)));
    long at = Proto.nanos(chapter.end());
    totals.forEach((series, value) -> point(series, at, value));
  }

  private void countSales(Chapter chapter) {
    int sales = chapter.sales().size();
    int paid = 0;
    double paidAmount = 0;
    double amount = 0;
    for (Past.Sale sale : chapter.sales()) {
      double yuan = sale.basket().amount().doubleValue();
      amount += yuan;
      if (sale.paid()) {
        paid++;
        paidAmount += yuan;
      }
    }
    count("purchase_requests_total", sales);
    count("purchase_success_total", sales);
    count("purchase_amount_total", amount);
    count("transaction_attempts_total", sales);
    count("transaction_success_total", paid);
    count("transaction_failures_total", "reason", "declined", sales - paid);
    count("transaction_count_total", paid);
    count("transaction_amount_total", paidAmount);
  }

  private double activeUsers(Instant at) {
    Instant middle = at.minus(COUNTS_AS_ACTIVE.dividedBy(2));
    double logins = shape.perMinute(Action.LOGIN, middle) * COUNTS_AS_ACTIVE.toMinutes();
    double distinct = SeedData.USERS * (1 - Math.exp(-logins / SeedData.USERS));
    return Math.max(0, Math.rint(distinct + Math.sqrt(distinct) * random.nextGaussian()));
  }

  private double sum(int times, int least, int most) {
    double sum = 0;
    for (int i = 0; i < times; i++) {
      sum += least + random.nextInt(most - least + 1);
    }
    return sum;
  }

  private void count(String name, double more) {
    count(name, "", "", more);
  }

  private void count(String name, String label, String value, double more) {
    totals.merge(new Series(name, label, value, true), more, Double::sum);
  }

  private void gauge(String name, String label, String value, double now) {
    totals.put(new Series(name, label, value, false), now);
  }

  private void point(Series series, long at, double value) {
    NumberDataPoint.Builder point =
        NumberDataPoint.newBuilder()
            .setTimeUnixNano(at)
            .setAsDouble(value)
            .addAttributes(Proto.DEMO);
    if (!series.label().isEmpty()) {
      KeyValue label = Proto.attribute(series.label(), series.value());
      point.addAttributes(label);
    }
    if (series.counter()) {
      point.setStartTimeUnixNano(begin);
    }
    Metric.Builder metric = open.computeIfAbsent(series, PastMetrics::metric);
    if (series.counter()) {
      metric.getSumBuilder().addDataPoints(point);
    } else {
      metric.getGaugeBuilder().addDataPoints(point);
    }
  }

  /// Ends the gauges a moment after the past: the living mall has its own, and a sum would count
  /// both for as long as the last of the past is looked back at.
  void end(Instant past) {
    long at = Proto.nanos(past.plusMillis(1));
    for (Series series : totals.keySet()) {
      if (!series.counter()) {
        NumberDataPoint.Builder point =
            NumberDataPoint.newBuilder()
                .setTimeUnixNano(at)
                .setFlags(DataPointFlags.DATA_POINT_FLAGS_NO_RECORDED_VALUE_MASK_VALUE)
                .addAttributes(Proto.DEMO);
        if (!series.label().isEmpty()) {
          point.addAttributes(Proto.attribute(series.label(), series.value()));
        }
        open.computeIfAbsent(series, PastMetrics::metric).getGaugeBuilder().addDataPoints(point);
      }
    }
  }

  private static Metric.Builder metric(Series series) {
    Metric.Builder metric = Metric.newBuilder().setName(series.name());
    return series.counter()
        ? metric.setSum(
            Sum.newBuilder()
                .setIsMonotonic(true)
                .setAggregationTemporality(
                    AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE))
        : metric.setGauge(Gauge.getDefaultInstance());
  }

  /// Takes the message made so far and begins the next; empty if there is nothing.
  byte[] take() {
    if (open.isEmpty()) {
      return new byte[0];
    }
    ScopeMetrics.Builder scope = ScopeMetrics.newBuilder().setScope(Proto.SCOPE);
    open.values().forEach(scope::addMetrics);
    open.clear();
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder().setResource(Proto.RESOURCE).addScopeMetrics(scope))
        .build()
        .toByteArray();
  }
}
