package io.mallwatch.metrics.scrape;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/// One step of Prometheus's `relabel_configs` or `metric_relabel_configs`.
///
/// @param separator between the values of `sourceLabels`
/// @param regex anchored at both ends, RE2 syntax, `.` matches a line break
/// @param modulus for [Action#HASHMOD], above zero there; unsigned
/// @param replacement may name groups: `$1`, `${name}`
/// @param names which label names may be written
public record RelabelConfig(
    List<String> sourceLabels,
    String separator,
    Pattern regex,
    long modulus,
    String targetLabel,
    String replacement,
    Action action,
    NameRules names) {

  private static final String DEFAULT_SEPARATOR = ";";
  private static final String DEFAULT_REPLACEMENT = "$1";
  private static final Pattern LEGACY_TARGET =
      Pattern.compile("^(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+$");

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

    private boolean needsTarget() {
      return switch (this) {
        case REPLACE, KEEPEQUAL, DROPEQUAL, HASHMOD, LOWERCASE, UPPERCASE -> true;
        case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> false;
      };
    }
  }

  /// A step as a file has it: what is not said has its default.
  public static final class Builder {
    private final Action action;
    private List<String> sourceLabels = List.of();
    private String separator = DEFAULT_SEPARATOR;
    private String regex = "(.*)";
    private long modulus;
    private String targetLabel = "";
    private String replacement = DEFAULT_REPLACEMENT;
    private NameRules names = NameRules.UTF8;

    private Builder(Action action) {
      this.action = action;
    }

    public Builder source(List<String> labels) {
      sourceLabels = labels;
      return this;
    }

    public Builder separator(String text) {
      separator = text;
      return this;
    }

    public Builder regex(String text) {
      regex = text;
      return this;
    }

    public Builder modulus(long unsigned) {
      modulus = unsigned;
      return this;
    }

    public Builder target(String label) {
      targetLabel = label;
      return this;
    }

    public Builder replacement(String text) {
      replacement = text;
      return this;
    }

    public Builder names(NameRules rules) {
      names = rules;
      return this;
    }

    /// The step, compiled.
    ///
    /// @throws IllegalArgumentException with a text for the person who wrote the configuration
    /// @throws com.google.re2j.PatternSyntaxException when `regex` is none
    public RelabelConfig build() {
      RelabelConfig step =
          new RelabelConfig(
              sourceLabels,
              separator,
              Pattern.compile("^(?s:" + regex + ")$"),
              modulus,
              targetLabel,
              replacement,
              action,
              names);
      step.check(regex.equals("(.*)"));
      return step;
    }
  }

  public RelabelConfig {
    sourceLabels = List.copyOf(sourceLabels);
  }

  public static Builder builder(Action action) {
    return new Builder(action);
  }

  /// `action` with everything else as when it is left out.
  public static RelabelConfig of(Action action, List<String> sourceLabels, String regex) {
    return builder(action).source(sourceLabels).regex(regex).build();
  }

  /// The expression as it was written.
  public String regexText() {
    String whole = regex.pattern();
    return whole.substring("^(?s:".length(), whole.length() - ")$".length());
  }

  private void check(boolean defaultRegex) {
    if (action.needsTarget() && targetLabel.isEmpty()) {
      throw new IllegalArgumentException(action.key() + " needs target_label");
    }
    if (action == Action.HASHMOD && modulus == 0) {
      throw new IllegalArgumentException("hashmod needs a modulus above 0");
    }
    switch (action) {
      case REPLACE -> checkName("target_label", targetLabel, targetLabel.contains("$"));
      case HASHMOD -> checkName("target_label", targetLabel, false);
      case LABELMAP -> checkName("replacement", replacement, true);
      case LOWERCASE, UPPERCASE -> {
        checkName("target_label", targetLabel, false);
        refuse(!replacement.equals(DEFAULT_REPLACEMENT), "takes no replacement");
      }
      case KEEPEQUAL, DROPEQUAL -> {
        checkName("target_label", targetLabel, false);
        refuse(!defaultRegex || hasOthers(), "takes only source_labels and target_label");
      }
      case LABELDROP, LABELKEEP ->
          refuse(
              !sourceLabels.isEmpty() || !targetLabel.isEmpty() || hasOthers(), "takes only regex");
      case KEEP, DROP -> {
        // Any source and expression will do.
      }
    }
  }

  private boolean hasOthers() {
    return modulus != 0
        || !separator.equals(DEFAULT_SEPARATOR)
        || !replacement.equals(DEFAULT_REPLACEMENT);
  }

  private void refuse(boolean wrong, String text) {
    if (wrong) {
      throw new IllegalArgumentException(action.key() + " " + text);
    }
  }

  private void checkName(String key, String name, boolean template) {
    boolean fine =
        (template && names == NameRules.LEGACY)
            ? LEGACY_TARGET.matches(name)
            : names.isLabelName(name);
    if (!fine) {
      throw new IllegalArgumentException(
          "\"%s\" is no %s for %s".formatted(name, key, action.key()));
    }
  }
}
