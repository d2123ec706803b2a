package io.mallwatch.monitors.business;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The business at a moment.
///
/// @param orders completed orders in five minutes, over the last 24 h
/// @param ordersBaseline the usual band over the same time
/// @param learning whether the band rests on less than two weeks
/// @param levels members by level, in the paper's order
/// @param upgradeAttempts in the last 24 h
/// @param upgradeSuccess share of these that went well
/// @param points flow of points in the last 24 h
public record BusinessOverview(
    Instant at,
    HealthScore score,
    List<BusinessFigure> figures,
    SeriesLine orders,
    List<BaselineModel.BaselinePoint> ordersBaseline,
    boolean learning,
    Map<String, Double> levels,
    @Nullable Double upgradeAttempts,
    @Nullable Double upgradeSuccess,
    PointsFlow points) {

  public BusinessOverview {
    figures = List.copyOf(figures);
    ordersBaseline = List.copyOf(ordersBaseline);
  }

  /// Amounts of the last 24 h; null where nothing is known.
  public record PointsFlow(
      @Nullable Double recharge,
      @Nullable Double transfer,
      @Nullable Double withdraw,
      @Nullable Double transferSuccess) {}
}
