package io.mallwatch.metrics.scrape.yaml;

import com.google.re2j.PatternSyntaxException;
import io.mallwatch.metrics.scrape.NameRules;
import io.mallwatch.metrics.scrape.RelabelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads lists of relabelling steps.
final class RelabelYaml {

  private RelabelYaml() {}

  static List<RelabelConfig> read(YamlKeys keys, String key, NameRules names) {
    List<RelabelConfig> steps = new ArrayList<>();
    for (YamlKeys step : keys.mappings(key)) {
      RelabelConfig.Action action =
          step.read("action", RelabelConfig.Action.REPLACE, RelabelYaml::action);
      RelabelConfig.Builder builder =
          RelabelConfig.builder(action)
              .source(step.texts("source_labels"))
              .separator(step.text("separator", ";"))
              .regex(step.has("regex") ? step.text("regex", "") : "(.*)")
              .modulus(step.read("modulus", 0L, RelabelYaml::unsigned))
              .target(step.text("target_label", ""))
              .replacement(step.has("replacement") ? step.text("replacement", "") : "$1")
              .names(names);
      step.refuseOthers();
      try {
        steps.add(builder.build());
      } catch (PatternSyntaxException e) {
        step.problem("regex", String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException e) {
        step.problem("action", String.valueOf(e.getMessage()));
      }
    }
    return steps;
  }

  private static long unsigned(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"%s\" is no number".formatted(text), e);
    }
  }

  private static RelabelConfig.Action action(String name) {
    try {
      return RelabelConfig.Action.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unknown action %s".formatted(name), e);
    }
  }
}
