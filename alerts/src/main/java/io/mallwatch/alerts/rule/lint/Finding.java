package io.mallwatch.alerts.rule.lint;

/// One defect of one rule.
///
/// @param file as given by the operator
/// @param line counted from 1
/// @param group name of the rule group
/// @param rule name of the alert or recorded series
/// @param what what is wrong, in both languages
/// @param advice what to do about it
/// @param corrected the whole expression with everything mended that can be; empty when nothing of
///   this finding can
public record Finding(
    Defect defect,
    String file,
    int line,
    String group,
    String rule,
    Words what,
    Words advice,
    String corrected) {

  /// How much it matters.
  public enum Level {
    /// The rule cannot do what it was written for.
    ERROR,
    /// It does so only at times.
    WARNING,
    /// It could serve its readers better.
    INFO;

    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// The same in two languages.
  public record Words(String zh, String en) {

    Words formatted(Object... args) {
      return new Words(zh.formatted(args), en.formatted(args));
    }

    /// `zh` for Chinese, otherwise `en`.
    public String in(String language) {
      return language.startsWith("zh") ? zh : en;
    }
  }

  public Level level() {
    return defect.level();
  }
}
