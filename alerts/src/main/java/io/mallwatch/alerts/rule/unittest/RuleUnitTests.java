package io.mallwatch.alerts.rule.unittest;

import io.mallwatch.alerts.rule.GroupStatus;
import io.mallwatch.alerts.rule.RuleAlert;
import io.mallwatch.alerts.rule.RuleEngine;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.rule.RuleSettings;
import io.mallwatch.alerts.rule.RuleStatus;
import io.mallwatch.alerts.rule.unittest.RuleTestFile.AlertTest;
import io.mallwatch.alerts.rule.unittest.RuleTestFile.Case;
import io.mallwatch.alerts.rule.unittest.RuleTestFile.ExpectedAlert;
import io.mallwatch.alerts.rule.unittest.RuleTestFile.ExpectedSample;
import io.mallwatch.alerts.rule.unittest.RuleTestFile.ExprTest;
import io.mallwatch.alerts.rule.unittest.SeriesNotation.Value;
import io.mallwatch.alerts.template.GoNumber;
import io.mallwatch.alerts.yaml.Durations;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.histogram.HistogramText;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreOverloadedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Runs unit tests of rules as promtool does: time begins at 0, all groups are evaluated at each
/// step of the evaluation interval, and an alert is looked for as of the last step before its time.
public final class RuleUnitTests {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final TestBench.Factory benches;

  public RuleUnitTests(TestBench.Factory benches) {
    this.benches = benches;
  }

  /// What one test holds against the rules; nothing when it passes.
  ///
  /// @param name of the test, may be empty
  public record Verdict(String name, List<String> failures) {

    public Verdict {
      failures = List.copyOf(failures);
    }
  }

  /// Runs every test of `file` against `groups`.
  public List<Verdict> run(RuleTestFile file, List<RuleGroup> groups) {
    List<RuleGroup> ordered = new ArrayList<>(groups);
    ordered.sort(Comparator.comparingInt(group -> Math.max(0, file.order().indexOf(group.name()))));
    return file.cases().stream()
        .map(test -> new Verdict(test.name(), failures(file, test, ordered)))
        .toList();
  }

  private List<String> failures(RuleTestFile file, Case test, List<RuleGroup> groups) {
    RuleSettings plain = RuleSettings.defaults(test.externalUrl());
    RuleSettings settings =
        new RuleSettings(
            test.externalUrl(),
            test.externalLabels(),
            plain.queryTimeout(),
            plain.resendDelay(),
            plain.resolvedRetention(),
            plain.resolvedShown(),
            plain.outageTolerance(),
            Integer.MAX_VALUE);
    try (TestBench bench = benches.open(file.interval());
        RuleEngine engine =
            new RuleEngine(bench.queries(), bench.sink(), _ -> {}, settings, () -> Instant.EPOCH)) {
      engine.load(List.of()); // nothing is taken up from before
      engine.load(groups);
      return new Run(file, test, groups, bench, engine).failures();
    }
  }

  private record Run(
      RuleTestFile file, Case test, List<RuleGroup> groups, TestBench bench, RuleEngine engine) {

    List<String> failures() {
      List<String> failures = new ArrayList<>();
      Duration fed = Duration.ofMillis(-1);
      for (Duration at = Duration.ZERO;
          at.compareTo(test.end()) <= 0;
          at = at.plus(file.interval())) {
        Instant now = Instant.EPOCH.plus(at);
        bench.moveTo(now);
        feed(fed, at);
        fed = at;
        for (RuleGroup group : groups) {
          engine.evaluate(group.key(), now);
        }
        List<String> errors = errors(at);
        if (!errors.isEmpty()) {
          failures.addAll(errors);
          return failures;
        }
        Duration next = at.plus(file.interval());
        for (AlertTest alert : test.alerts()) {
          if (alert.at().compareTo(fed) >= 0 && alert.at().compareTo(next) < 0) {
            alerts(alert).ifPresent(failures::add);
          }
        }
      }
      test.expressions().forEach(one -> expression(one).ifPresent(failures::add));
      return failures;
    }

    /// Stores the samples after `from`, up to `to`.
    private void feed(Duration from, Duration to) {
      long step = test.interval().toMillis();
      long first = Math.floorDiv(from.toMillis(), step) + 1;
      long last = to.toMillis() / step;
      MetricBatch batch = new MetricBatch(16);
      for (RuleTestFile.Series series : test.series()) {
        SeriesKey key = new SeriesKey(series.labels());
        for (long i = first; i <= Math.min(last, series.values().size() - 1L); i++) {
          switch (series.values().get(Math.toIntExact(i))) {
            case Value.Gap() -> {}
            case Value.Plain(double value) -> batch.add(key, i * step, value);
            case Value.Histogram(NativeHistogram value) -> batch.add(key, i * step, value);
          }
        }
      }
      if (batch.size() > 0) {
        bench.sink().append(batch);
      }
    }

    private List<String> errors(Duration at) {
      List<String> errors = new ArrayList<>();
      for (GroupStatus group : engine.groups()) {
        for (RuleStatus rule : group.rules()) {
          if (!rule.lastError().isEmpty()) {
            errors.add(
                "    rule: %s, time: %s, err: %s"
                    .formatted(rule.rule().name(), Durations.print(at), rule.lastError()));
          }
        }
      }
      return errors;
    }

    private Optional<String> alerts(AlertTest wanted) {
      List<ExpectedAlert> got = new ArrayList<>();
      for (GroupStatus group : engine.groups()) {
        for (RuleStatus rule : group.rules()) {
          for (RuleAlert alert : rule.alerts()) {
            if (rule.rule().name().equals(wanted.alert())
                && alert.state() == RuleAlert.State.FIRING) {
              got.add(new ExpectedAlert(alert.labels(), new TreeMap<>(alert.annotations())));
            }
          }
        }
      }
      Comparator<ExpectedAlert> order =
          Comparator.comparing(ExpectedAlert::labels, Labels.ORDER)
              .thenComparing(alert -> alert.annotations().toString());
      List<ExpectedAlert> found = got.stream().sorted(order).toList();
      List<ExpectedAlert> expected = wanted.expected().stream().sorted(order).toList();
      return found.equals(expected)
          ? Optional.empty()
          : Optional.of(
              "    alertname: %s, time: %s, %n        exp:%s, %n        got:%s"
                  .formatted(
                      wanted.alert(), Durations.print(wanted.at()), shown(expected), shown(found)));
    }

    private static String shown(List<ExpectedAlert> alerts) {
      if (alerts.isEmpty()) {
        return "[]";
      }
      StringBuilder text = new StringBuilder("[");
      for (int i = 0; i < alerts.size(); i++) {
        text.append(
            "%n            %d:%n              Labels:%s%n              Annotations:%s"
                .formatted(i, alerts.get(i).labels(), alerts.get(i).annotations()));
      }
      return text.append("%n            ]".formatted()).toString();
    }

    private Optional<String> expression(ExprTest wanted) {
      String place =
          "    expr: \"%s\", time: %s,"
              .formatted(wanted.expression(), Durations.print(wanted.at()));
      try {
        List<ExpectedSample> got = answer(wanted);
        Comparator<ExpectedSample> order =
            Comparator.comparing(ExpectedSample::labels, Labels.ORDER);
        List<ExpectedSample> found = got.stream().sorted(order).toList();
        List<ExpectedSample> expected = wanted.expected().stream().sorted(order).toList();
        return same(found, expected)
            ? Optional.empty()
            : Optional.of(
                "%s%n        exp: %s%n        got: %s"
                    .formatted(place, samples(expected), samples(found)));
      } catch (BadQueryException | DeadlineExceededException | StoreOverloadedException e) {
        return Optional.of("%s err: %s".formatted(place, e.getMessage()));
      }
    }

    private List<ExpectedSample> answer(ExprTest wanted) {
      QueryResult result =
          bench
              .queries()
              .instant(
                  wanted.expression(),
                  Instant.EPOCH.plus(wanted.at()),
                  QueryOptions.rule(Deadline.after(PATIENCE)));
      return switch (result.value()) {
        case QueryResult.Vector(List<QueryResult.VectorSample> samples) ->
            samples.stream()
                .map(one -> new ExpectedSample(one.labels(), one.value(), one.histogram()))
                .toList();
        case QueryResult.Scalar(long _, double value) ->
            List.of(new ExpectedSample(Labels.EMPTY, value, null));
        case QueryResult.Matrix _, QueryResult.Text _ ->
            throw new BadQueryException("rule result is not a vector or scalar");
      };
    }

    private boolean same(List<ExpectedSample> found, List<ExpectedSample> expected) {
      if (found.size() != expected.size()) {
        return false;
      }
      for (int i = 0; i < found.size(); i++) {
        ExpectedSample a = found.get(i);
        ExpectedSample b = expected.get(i);
        boolean equal =
            a.labels().equals(b.labels())
                && (hasNumbers(a, b)
                    ? same(a.value(), b.value())
                    : same(a.histogram(), b.histogram()));
        if (!equal) {
          return false;
        }
      }
      return true;
    }

    private static boolean hasNumbers(ExpectedSample a, ExpectedSample b) {
      return a.histogram() == null && b.histogram() == null;
    }

    private boolean same(double a, double b) {
      return a == b
          || (Double.isNaN(a) && Double.isNaN(b))
          || (file.fuzzy() && (Math.nextUp(a) == b || Math.nextDown(a) == b));
    }

    private static boolean same(@Nullable NativeHistogram a, @Nullable NativeHistogram b) {
      return a != null && b != null && text(a).equals(text(b));
    }

    private static String text(NativeHistogram histogram) {
      return HistogramText.of(HistogramMath.compact(histogram));
    }

    private static String samples(List<ExpectedSample> samples) {
      return samples.isEmpty()
          ? "nil"
          : samples.stream()
              .map(one ->
                  one.labels()
                      + " "
                      + (one.histogram() == null
                          ? GoNumber.plain(one.value())
                          : text(one.histogram())))
              .collect(Collectors.joining(", "));
    }
  }
}
