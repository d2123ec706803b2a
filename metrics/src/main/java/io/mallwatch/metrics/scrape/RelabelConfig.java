package io.mallwatch.metrics.scrape;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/// One step of Prometheus's `relabel_configs` or `metric_relabel_configs`.
///
/// @param separator between the values of `sourceLabels`
/// @param regex anchored at both ends, RE2 syntax, `.` matches a line break
/// @param modulus for [Action#HASHMOD], above zero there
/// @param replacement may name groups: `$1`, `${name}`
public record RelabelConfig(
    List<String> sourceLabels,
    String separator,
    String regex,
    long modulus,
    String targetLabel,
    String replacement,
    Action action,
    Pattern pattern) {

  /// What a step does.
  public enum Action {
    REPLACE,
    KEEP,
    DROP,
    KEEPEQUAL,
    DROPEQUAL,
    HASHMOD,
    LABELMAP,
    LABELDROP,
    LABELKEEP,
    LOWERCASE,
    UPPERCASE;

    /// As configuration files write it.
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean needsTarget() {
      return switch (this) {
        case REPLACE, KEEPEQUAL, DROPEQUAL, HASHMOD, LOWERCASE, UPPERCASE -> true;
        case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> false;
      };
    }
  }

  public RelabelConfig {
    sourceLabels = List.copyOf(sourceLabels);
  }

  /// A step with a compiled expression.
  ///
  /// @throws IllegalArgumentException with a text for the person who wrote the configuration
  public static RelabelConfig of(
      List<String> sourceLabels,
      String separator,
      String regex,
      long modulus,
      String targetLabel,
      String replacement,
      Action action) {
    if (action.needsTarget() && targetLabel.isEmpty()) {
      throw new IllegalArgumentException(action.key() + " needs target_label");
    }
    if (action == Action.HASHMOD && modulus <= 0) {
      throw new IllegalArgumentException("hashmod needs a modulus above 0");
    }
    Pattern pattern = Pattern.compile("^(?s:" + regex + ")$");
    return new RelabelConfig(
        sourceLabels, separator, regex, modulus, targetLabel, replacement, action, pattern);
  }

  /// `action` with everything else as when it is left out.
  public static RelabelConfig of(Action action, List<String> sourceLabels, String regex) {
    return of(sourceLabels, ";", regex, 0, "", "$1", action);
  }
}
