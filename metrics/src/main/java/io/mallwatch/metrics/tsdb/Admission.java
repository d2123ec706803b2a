package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.tsdb.head.Head;
import io.mallwatch.model.Labels;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether a series that is not there yet may be created. Writer thread only.
final class Admission {

  private final LabelRules rules;
  private final SeriesLimits limits;
  private final Head head;
  private long sampleBytes;
  private Refusal refusal = Refusal.SERIES_LIMIT;
  private String reason = "";
  private boolean explain;

  Admission(TsdbConfig config, Head head) {
    this.rules =
        new LabelRules(
            config.maxLabels(), config.maxLabelNameLength(), config.maxLabelValueLength());
    this.limits = config.limits();
    this.head = head;
  }

  /// Says how much memory samples take.
  void sampleBytes(long bytes) {
    sampleBytes = bytes;
  }

  /// Whether a series with these labels may be created; if not, [#refusal()] says why.
  ///
  /// @param wantsReason whether [#takeReason()] will be asked
  boolean admits(Labels labels, boolean wantsReason) {
    explain = wantsReason;
    Optional<String> problem = rules.problem(labels);
    if (problem.isPresent()) {
      return refuse(Refusal.BAD_LABEL, problem::get);
    }
    if (head.seriesCount() >= limits.total()) {
      return refuse(
          Refusal.SERIES_LIMIT,
          () -> because(labels, "the limit of %d series is reached".formatted(limits.total())));
    }
    if (head.seriesBytes() + sampleBytes >= limits.headBytes()) {
      long most = limits.headBytes() >> 20;
      return refuse(
          Refusal.MEMORY,
          () -> because(labels, "recent samples take %d MiB, the limit".formatted(most)));
    }
    for (int i = 0; i < labels.size(); i++) {
      if (!admits(labels, labels.name(i), labels.value(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean admits(Labels labels, String name, String value) {
    int series = head.index().seriesWith(name, value);
    if (series == 0) {
      int most = limits.valuesPerLabel();
      return head.index().valueCount(name) < most
          || refuse(
              Refusal.LABEL_LIMIT,
              () -> because(labels, "label %s has %d values, the limit".formatted(name, most)));
    }
    return switch (name) {
      case Labels.METRIC_NAME ->
          within(series, limits.perMetric(), Refusal.METRIC_LIMIT, labels, name, value);
      case "job" -> within(series, limits.perJob(), Refusal.JOB_LIMIT, labels, name, value);
      case "instance" ->
          within(series, limits.perTarget(), Refusal.TARGET_LIMIT, labels, name, value);
      default -> true;
    };
  }

  private boolean within(
      int series, int most, Refusal otherwise, Labels labels, String name, String value) {
    return series < most
        || refuse(
            otherwise,
            () -> because(labels, "%s=%s has %d series, the limit".formatted(name, value, most)));
  }

  private static String because(Labels labels, String why) {
    return "a new series of %s is refused: %s".formatted(labels.metricName(), why);
  }

  private boolean refuse(Refusal why, Supplier<String> text) {
    refusal = why;
    reason = explain ? text.get() : "";
    return false;
  }

  /// Why the last one was not admitted.
  Refusal refusal() {
    return refusal;
  }

  /// The same in words, for the sender; empty when it was asked for already.
  String takeReason() {
    String taken = reason;
    reason = "";
    return taken;
  }
}
