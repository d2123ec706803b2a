package io.mallwatch.alerts.rule.unittest;

import io.mallwatch.alerts.rule.unittest.SeriesNotation.Value;
import io.mallwatch.alerts.yaml.Problems;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A file of unit tests.
///
/// @param ruleFiles patterns of file names, relative to this file
/// @param interval of the rules' evaluation, whatever their groups say
/// @param order names of groups that are evaluated in this order
/// @param fuzzy whether numbers that differ in their last bit are equal
public record RuleTestFile(
    List<String> ruleFiles,
    Duration interval,
    List<String> order,
    boolean fuzzy,
    List<Case> cases) {

  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

  public RuleTestFile {
    ruleFiles = List.copyOf(ruleFiles);
    order = List.copyOf(order);
    cases = List.copyOf(cases);
  }

  /// One test: samples in, alerts and values out.
  ///
  /// @param name may be empty
  /// @param interval of the samples
  public record Case(
      String name,
      Duration interval,
      List<Series> series,
      List<AlertTest> alerts,
      List<ExprTest> expressions,
      Labels externalLabels,
      String externalUrl) {

    public Case {
      series = List.copyOf(series);
      alerts = List.copyOf(alerts);
      expressions = List.copyOf(expressions);
    }

    /// Names of the alerts that are expected to fire and, at a later moment, to have ended.
    public Set<String> ended() {
      Set<String> ended = new HashSet<>();
      for (AlertTest fired : alerts) {
        for (AlertTest later : alerts) {
          boolean ends =
              !fired.expected().isEmpty()
                  && later.expected().isEmpty()
                  && later.alert().equals(fired.alert())
                  && later.at().compareTo(fired.at()) > 0;
          if (ends) {
            ended.add(fired.alert());
          }
        }
      }
      return ended;
    }

    /// The last moment that a test asks for.
    Duration end() {
      Duration end = Duration.ZERO;
      for (AlertTest alert : alerts) {
        end = alert.at().compareTo(end) > 0 ? alert.at() : end;
      }
      for (ExprTest test : expressions) {
        end = test.at().compareTo(end) > 0 ? test.at() : end;
      }
      return end;
    }
  }

  record Series(Labels labels, List<Value> values) {}

  record AlertTest(Duration at, String alert, List<ExpectedAlert> expected) {}

  /// @param labels the alert's name among them
  record ExpectedAlert(Labels labels, Map<String, String> annotations) {}

  record ExprTest(String expression, Duration at, List<ExpectedSample> expected) {}

  record ExpectedSample(Labels labels, double value, @Nullable NativeHistogram histogram) {}

  /// The same with other tests.
  public RuleTestFile with(List<Case> others) {
    return new RuleTestFile(ruleFiles, interval, order, fuzzy, others);
  }

  /// What `text` says.
  ///
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException with every problem found
  public static RuleTestFile parse(String file, String text) {
    Problems problems = new Problems(file);
    Optional<RuleTestFile> read =
        YamlValue.parse(text, problems).flatMap(YamlValue::asMap).map(RuleTestFile::root);
    problems.throwIfAny();
    return read.orElseGet(
        () -> new RuleTestFile(List.of(), DEFAULT_INTERVAL, List.of(), false, List.of()));
  }

  private static RuleTestFile root(YamlMap root) {
    Duration interval = duration(root, "evaluation_interval", DEFAULT_INTERVAL);
    if (interval.isZero()) {
      interval = DEFAULT_INTERVAL;
    }
    List<String> order = root.texts("group_eval_order");
    Set<String> names = new HashSet<>();
    for (YamlValue name : root.list("group_eval_order")) {
      if (!names.add(name.asText().orElse(""))) {
        name.problem("group name repeated in evaluation order");
      }
    }
    List<Case> cases = new ArrayList<>();
    for (YamlValue test : root.list("tests")) {
      Duration samples = interval;
      test.asMap().ifPresent(map -> cases.add(test(map, samples)));
    }
    RuleTestFile file =
        new RuleTestFile(
            root.texts("rule_files"), interval, order, root.bool("fuzzy_compare", false), cases);
    root.refuseUnknown("test file");
    return file;
  }

  private static Case test(YamlMap map, Duration evaluation) {
    List<Series> series = new ArrayList<>();
    for (YamlValue item : map.list("input_series")) {
      item.asMap()
          .ifPresent(input -> {
            Labels labels = read(input, "series", SeriesNotation::labels, Labels.EMPTY);
            series.add(
                new Series(labels, read(input, "values", SeriesNotation::values, List.of())));
            input.find("exemplars");
            input.refuseUnknown("series");
          });
    }
    List<AlertTest> alerts = new ArrayList<>();
    for (YamlValue item : map.list("alert_rule_test")) {
      item.asMap().ifPresent(test -> alerts.add(alertTest(test)));
    }
    List<ExprTest> expressions = new ArrayList<>();
    for (YamlValue item : map.list("promql_expr_test")) {
      item.asMap().ifPresent(test -> expressions.add(exprTest(test)));
    }
    Duration interval = duration(map, "interval", evaluation);
    Case test =
        new Case(
            map.text("name", ""),
            interval.isZero() ? evaluation : interval,
            series,
            alerts,
            expressions,
            Labels.of(map.textMap("external_labels")),
            map.text("external_url", ""));
    map.refuseUnknown("test");
    return test;
  }

  private static AlertTest alertTest(YamlMap map) {
    String name = map.requiredText("alertname");
    List<ExpectedAlert> expected = new ArrayList<>();
    for (YamlValue item : map.list("exp_alerts")) {
      item.asMap()
          .ifPresent(alert -> {
            expected.add(
                new ExpectedAlert(
                    Labels.of(alert.textMap("exp_labels")).with(Labels.ALERT_NAME, name),
                    alert.textMap("exp_annotations")));
            alert.refuseUnknown("expected alert");
          });
    }
    AlertTest test = new AlertTest(duration(map, "eval_time", Duration.ZERO), name, expected);
    map.refuseUnknown("alert test");
    return test;
  }

  private static ExprTest exprTest(YamlMap map) {
    List<ExpectedSample> expected = new ArrayList<>();
    for (YamlValue item : map.list("exp_samples")) {
      item.asMap()
          .ifPresent(sample -> {
            expected.add(
                new ExpectedSample(
                    read(sample, "labels", SeriesNotation::labels, Labels.EMPTY),
                    read(sample, "value", SeriesNotation::number, 0.0),
                    read(
                            sample,
                            "histogram",
                            RuleTestFile::histogram,
                            Optional.<NativeHistogram>empty())
                        .orElse(null)));
            sample.refuseUnknown("expected sample");
          });
    }
    ExprTest test =
        new ExprTest(map.requiredText("expr"), duration(map, "eval_time", Duration.ZERO), expected);
    map.refuseUnknown("expression test");
    return test;
  }

  private static Optional<NativeHistogram> histogram(String text) {
    return SeriesNotation.values(text).stream()
        .flatMap(
            value -> value instanceof Value.Histogram one ? Stream.of(one.value()) : Stream.empty())
        .findFirst();
  }

  private static Duration duration(YamlMap map, String key, Duration otherwise) {
    return Objects.requireNonNull(map.duration(key, otherwise));
  }

  /// What `reader` makes of the text of `key`; notes what it cannot read.
  private static <T> T read(YamlMap map, String key, Function<String, T> reader, T otherwise) {
    String text = map.text(key, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      map.find(key).orElse(map.value()).problem(String.valueOf(e.getMessage()));
      return otherwise;
    }
  }
}
