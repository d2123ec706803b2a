package io.mallwatch.doors.prometheus.format;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.model.Labels;
import org.jspecify.annotations.Nullable;

/// The newest sample of a series.
///
/// @param histogram null when the value is a number
public record NewestSample(
    Labels labels, long timeMillis, double value, @Nullable NativeHistogram histogram) {}
