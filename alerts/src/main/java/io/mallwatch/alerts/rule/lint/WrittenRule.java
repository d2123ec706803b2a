package io.mallwatch.alerts.rule.lint;

import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleFiles;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.yaml.Problems;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A rule with its place in its file.
///
/// @param lines by key, such as `expr`; the rule's own under the empty key
record WrittenRule(RuleGroup group, Rule rule, Expr expr, Map<String, Integer> lines) {

  /// The rules of a file, in its order.
  ///
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException when the file does not load
  static List<WrittenRule> read(RuleFiles files, String file, String text) {
    List<RuleGroup> groups = files.parse(file, text);
    List<List<YamlValue>> places =
        YamlValue.parse(text, new Problems(file)).map(WrittenRule::places).orElse(List.of());
    List<WrittenRule> rules = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      RuleGroup group = groups.get(g);
      List<YamlValue> written = places.get(g);
      for (int r = 0; r < group.rules().size(); r++) {
        Rule rule = group.rules().get(r);
        Expr expr = PromqlParser.parse(rule.expression());
        rules.add(new WrittenRule(group, rule, expr, lines(written.get(r))));
      }
    }
    return rules;
  }

  /// The rules of each group, in the order in which [RuleFiles] reads them.
  private static List<List<YamlValue>> places(YamlValue root) {
    if (root.isList()) {
      return List.of(root.asList());
    }
    List<List<YamlValue>> places = new ArrayList<>();
    root.asMap()
        .ifPresent(map -> {
          for (YamlValue group : map.list("groups")) {
            places.add(group.asMap().map(inner -> inner.list("rules")).orElse(List.of()));
          }
          if (map.has("alertRules")) {
            places.add(map.list("alertRules"));
          }
        });
    return places;
  }

  private static Map<String, Integer> lines(YamlValue rule) {
    Map<String, Integer> lines = new HashMap<>();
    lines.put("", rule.line());
    rule.asMap()
        .ifPresent(map -> {
          map.each((key, value) -> lines.put(key, value.line()));
          inner(map, "annotations", lines);
          inner(map, "labels", lines);
        });
    return lines;
  }

  private static void inner(YamlMap rule, String key, Map<String, Integer> lines) {
    rule.map(key)
        .ifPresent(map -> map.each((name, value) -> lines.put(key + "." + name, value.line())));
  }

  /// Whether it is meant to look at each series alone: its text names labels, or it records.
  boolean tellsSeriesApart() {
    return switch (rule) {
      case Rule.Recording _ -> true;
      case Rule.Alerting alert ->
          alert.annotations().values().stream()
              .anyMatch(text -> text.contains("$labels.") || text.contains(".Labels."));
    };
  }

  /// The line of `key`, or that of the rule where it is not written.
  int line(String key) {
    Integer line = lines.get(key);
    return line == null ? lines.getOrDefault("", 1) : line;
  }
}
