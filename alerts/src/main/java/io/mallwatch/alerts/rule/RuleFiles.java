package io.mallwatch.alerts.rule;

import io.mallwatch.alerts.template.RuleFunctions;
import io.mallwatch.alerts.template.Template;
import io.mallwatch.alerts.template.TemplateException;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.alerts.yaml.Problem;
import io.mallwatch.alerts.yaml.Problems;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import io.mallwatch.model.BadQueryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads rule files in Prometheus's format, strictly; also a list of rules in the strategy's own
/// form, alone or under `alertRules`, in YAML or JSON.
public final class RuleFiles {

  private static final String ALERT_RULES = "alertRules";

  private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final ExpressionCheck check;
  private final Duration defaultInterval;

  /// @param defaultInterval of groups that name none
  public RuleFiles(ExpressionCheck check, Duration defaultInterval) {
    this.check = check;
    this.defaultInterval = defaultInterval;
  }

  /// The groups of all `files`.
  ///
  /// @throws InvalidFileException with the problems of all files; nothing is returned then
  public List<RuleGroup> read(List<Path> files) {
    List<RuleGroup> groups = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        groups.addAll(parse(file.toString(), Files.readString(file)));
      } catch (InvalidFileException e) {
        problems.addAll(e.problems());
      } catch (IOException e) {
        problems.add(new Problem(file.toString(), 1, "", "cannot be read: " + e));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidFileException(problems);
    }
    return groups;
  }

  /// The groups of one file's `text`.
  ///
  /// @throws InvalidFileException with every problem found
  public List<RuleGroup> parse(String file, String text) {
    Problems problems = new Problems(file);
    List<RuleGroup> groups = new ArrayList<>();
    YamlValue.parse(text, problems)
        .ifPresent(root -> {
          if (root.isList()) {
            groups.add(alertRules(file, root));
          } else {
            root.asMap().ifPresent(map -> readRoot(file, map, groups));
          }
        });
    problems.throwIfAny();
    return groups;
  }

  private void readRoot(String file, YamlMap root, List<RuleGroup> groups) {
    Set<String> names = new HashSet<>();
    for (YamlValue value : root.list("groups")) {
      value
          .asMap()
          .ifPresent(map -> {
            String name = map.requiredText("name");
            if (!name.isEmpty() && !names.add(name)) {
              value.problem("groupname \"%s\" is repeated in the same file".formatted(name));
            }
            groups.add(readGroup(file, name, map));
          });
    }
    if (root.has(ALERT_RULES)) {
      root.find(ALERT_RULES).ifPresent(list -> groups.add(alertRules(file, list)));
    }
    root.refuseUnknown("rule file");
  }

  /// The strategy's own form of rules as one group.
  private RuleGroup alertRules(String file, YamlValue list) {
    List<Rule> rules = new ArrayList<>();
    for (YamlValue item : list.asList()) {
      item.asMap().flatMap(AlertRuleShape::read).ifPresent(rules::add);
    }
    return new RuleGroup(file, ALERT_RULES, defaultInterval, Duration.ZERO, 0, rules);
  }

  private RuleGroup readGroup(String file, String name, YamlMap map) {
    Duration interval =
        Objects.requireNonNull(map.duration("interval", defaultInterval), "interval");
    if (interval.isZero()) {
      interval = defaultInterval;
    }
    Duration offset = Objects.requireNonNull(map.duration("query_offset", Duration.ZERO), "offset");
    int limit = map.number("limit", 0);
    Map<String, String> labels = map.textMap("labels");
    map.find("labels").ifPresent(value -> checkLabels(value, labels, false));
    List<Rule> rules = new ArrayList<>();
    for (YamlValue value : map.list("rules")) {
      value.asMap().flatMap(rule -> readRule(rule, labels)).ifPresent(rules::add);
    }
    map.refuseUnknown("rule group");
    return new RuleGroup(file, name, interval, offset, limit, rules);
  }

  private Optional<Rule> readRule(YamlMap map, Map<String, String> groupLabels) {
    String record = map.text("record", "");
    String alert = map.text("alert", "");
    if (!record.isEmpty() && !alert.isEmpty()) {
      map.value().problem("only one of 'record' and 'alert' must be set");
    }
    if (record.isEmpty() && alert.isEmpty()) {
      map.value().problem("one of 'record' or 'alert' must be set");
    }
    String expression = map.text("expr", "");
    checkExpression(map, expression);
    Map<String, String> labels = new TreeMap<>(groupLabels);
    labels.putAll(map.textMap("labels"));
    map.find("labels").ifPresent(value -> checkLabels(value, labels, !alert.isEmpty()));
    Rule rule =
        alert.isEmpty()
            ? recording(map, record, expression, labels)
            : alerting(map, alert, expression, labels);
    map.refuseUnknown("rule");
    return record.isEmpty() && alert.isEmpty() ? Optional.empty() : Optional.of(rule);
  }

  private static Rule alerting(
      YamlMap map, String alert, String expression, Map<String, String> labels) {
    Map<String, String> annotations = map.textMap("annotations");
    map.find("annotations").ifPresent(value -> checkTemplates(value, annotations));
    return new Rule.Alerting(
        alert,
        expression,
        Objects.requireNonNull(map.duration("for", Duration.ZERO), "for"),
        Objects.requireNonNull(map.duration("keep_firing_for", Duration.ZERO), "keep_firing_for"),
        labels,
        annotations);
  }

  private static Rule recording(
      YamlMap map, String record, String expression, Map<String, String> labels) {
    for (String field : List.of("for", "keep_firing_for", "annotations")) {
      if (map.has(field)) {
        map.find(field)
            .ifPresent(v -> v.problem("invalid field '%s' in recording rule".formatted(field)));
      }
    }
    if (!record.isEmpty() && !METRIC_NAME.matcher(record).matches()) {
      map.find("record").ifPresent(v -> v.problem("invalid recording rule name: " + record));
    }
    return new Rule.Recording(record, expression, labels);
  }

  private void checkExpression(YamlMap map, String expression) {
    if (expression.isBlank()) {
      map.find("expr").orElse(map.value()).problem("field 'expr' must be set in rule");
      return;
    }
    try {
      check.check(expression);
    } catch (BadQueryException e) {
      map.find("expr").ifPresent(v -> v.problem("could not parse expression: " + e.getMessage()));
    }
  }

  private static void checkLabels(
      YamlValue place, Map<String, String> labels, boolean withTemplates) {
    for (String name : labels.keySet()) {
      if (!LABEL_NAME.matcher(name).matches() || name.equals("__name__")) {
        place.problem("invalid label name: " + name);
      }
    }
    if (withTemplates) {
      checkTemplates(place, labels);
    }
  }

  private static void checkTemplates(YamlValue place, Map<String, String> texts) {
    texts.forEach((name, text) -> {
      try {
        RuleText.parse(name, text);
      } catch (TemplateException e) {
        place.problem("%s: %s".formatted(name, e.getMessage()));
      }
    });
  }

  /// A template of a rule, with the variables that Prometheus declares before it.
  static final class RuleText {

    private static final String BEFORE =
        "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
            + "{{$externalURL := .ExternalURL}}{{$value := .Value}}";

    private static final Set<String> FUNCTIONS = RuleFunctions.names();

    private RuleText() {}

    static Template parse(String rule, String text) {
      return Template.parse("__alert_" + rule, BEFORE + text, FUNCTIONS);
    }
  }
}
