package io.mallwatch.monitors.business;

import org.jspecify.annotations.Nullable;

/// A figure that an owner looks at, now and a week ago.
///
/// @param id `gmv`, `orders`, `paymentSuccess` or `activeUsers`
/// @param value now, or null when unknown
/// @param unit `yuan`, `count` or `ratio`
/// @param previous a week ago, or null when unknown
/// @param query what was asked for `value`
/// @param points how it went today
/// @param previousPoints how it went a week ago, moved to today
public record BusinessFigure(
    String id,
    @Nullable Double value,
    String unit,
    @Nullable Double previous,
    String query,
    SeriesLine points,
    SeriesLine previousPoints) {}
