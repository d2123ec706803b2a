package io.mallwatch.metrics.promql.vector;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.column.StepColumn;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Adds labels of info series to the series of the same target, step by step. Used once.
public final class InfoJoin {

  /// The labels that tell a target.
  public static final List<String> IDENTIFYING = List.of("instance", "job");

  private static final LabelSubset TARGET = LabelSubset.only(IDENTIFYING);

  private final List<Matcher> names;
  private final Map<String, List<Matcher>> wanted;
  private final int steps;
  private final Map<Labels, StepSeries> results = new LinkedHashMap<>();

  /// @param names what the names of info series pass
  /// @param wanted by name, what the labels to be added pass; empty for all labels
  public InfoJoin(List<Matcher> names, Map<String, List<Matcher>> wanted, int steps) {
    this.names = names;
    this.wanted = wanted;
    this.steps = steps;
  }

  /// Whether a series is one of the info series; those stay as they are.
  public static boolean isInfo(Labels labels, List<Matcher> names) {
    return names.stream().allMatch(matcher -> matcher.matches(labels.metricName()));
  }

  /// @param infos their values are their samples' timestamps in seconds
  public StepVector join(List<StepSeries> base, List<StepSeries> infos) {
    Map<Labels, Map<String, List<StepSeries>>> byTarget = new HashMap<>();
    for (StepSeries info : infos) {
      byTarget
          .computeIfAbsent(TARGET.of(info.labels()), _ -> new TreeMap<>())
          .computeIfAbsent(info.labels().metricName(), _ -> new ArrayList<>(1))
          .add(info);
    }
    boolean mayBeAlone =
        wanted.values().stream().flatMap(List::stream).allMatch(matcher -> matcher.matches(""));
    for (StepSeries series : base) {
      Map<String, List<StepSeries>> ofTarget =
          byTarget.getOrDefault(TARGET.of(series.labels()), Map.of());
      boolean info = isInfo(series.labels(), names);
      for (int step = 0; step < steps; step++) {
        if (!series.column().hasAny(step)) {
          continue;
        }
        Labels labels = info ? series.labels() : enriched(series.labels(), ofTarget, step);
        if (labels != null) {
          put(series, labels, step);
        } else if (mayBeAlone) {
          put(series, series.labels(), step);
        }
      }
    }
    return new HeldVector(List.copyOf(results.values()));
  }

  private void put(StepSeries series, Labels labels, int step) {
    StepColumn out =
        results
            .computeIfAbsent(labels, _ -> StepSeries.empty(labels, steps, series.nameDropped()))
            .column();
    if (out.hasAny(step)) {
      throw Naming.sameLabels();
    }
    NativeHistogram histogram = series.column().histogram(step);
    if (histogram == null) {
      out.set(step, series.column().value(step));
    } else {
      out.set(step, histogram);
    }
  }

  /// The labels with those of the info series at a step; null when there are none.
  private @Nullable Labels enriched(Labels base, Map<String, List<StepSeries>> infos, int step) {
    Map<String, String> added = new TreeMap<>();
    boolean any = false;
    for (List<StepSeries> sameName : infos.values()) {
      StepSeries info = newest(sameName, step);
      if (info != null) {
        any = true;
        collect(base, info.labels(), added);
      }
    }
    if (!any) {
      return null;
    }
    return added.isEmpty() ? base : base.with(Labels.of(added));
  }

  private void collect(Labels base, Labels info, Map<String, String> added) {
    for (Label label : info) {
      String name = label.name();
      boolean isWanted = wanted.isEmpty() || wanted.containsKey(name);
      if (name.equals(Labels.METRIC_NAME) || !isWanted) {
        continue;
      }
      String before = added.get(name);
      if (before != null && !before.equals(label.value())) {
        throw BadQueryException.whileComputing("conflicting label: " + name);
      }
      if (!base.has(name)) {
        added.put(name, label.value());
      }
    }
  }

  /// Of several info series of one name and target the one with the newest sample.
  private static @Nullable StepSeries newest(List<StepSeries> all, int step) {
    StepSeries newest = null;
    for (StepSeries one : all) {
      if (!one.column().has(step)) {
        continue;
      }
      double time = one.column().value(step);
      if (newest != null && newest.column().value(step) == time) {
        throw BadQueryException.whileComputing(
            "found duplicate series for info metric: existing %s @ %d, new %s @ %d"
                .formatted(
                    LabelText.of(newest.labels()),
                    Math.round(time * 1e3),
                    LabelText.of(one.labels()),
                    Math.round(time * 1e3)));
      }
      if (newest == null || newest.column().value(step) < time) {
        newest = one;
      }
    }
    return newest;
  }
}
