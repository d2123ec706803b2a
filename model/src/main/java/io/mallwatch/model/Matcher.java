package io.mallwatch.model;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// A condition on one label, as PromQL, Alertmanager and the log query language write it. A missing
/// label has the empty value.
///
/// Regular expressions are anchored at both ends and `.` matches a newline, as in Prometheus 3.
public final class Matcher {

  /// The four operators.
  public enum Type {
    EQUAL("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    NOT_REGEX("!~");

    private final String symbol;

    Type(String symbol) {
      this.symbol = symbol;
    }

    /// The operator as written, such as `=~`.
    public String symbol() {
      return symbol;
    }
  }

  private final Type type;
  private final String name;
  private final String value;
  private final Predicate<String> test;

  /// A matcher on `name`.
  ///
  /// @throws IllegalArgumentException when `value` is not a valid regular expression and should be
  public Matcher(Type type, String name, String value) {
    this.type = type;
    this.name = name;
    this.value = value;
    this.test = compile(type, value);
  }

  /// A matcher on `name` that another engine of regular expressions tests; equal to others by type,
  /// name and value alone.
  ///
  /// @param passes which values pass this matcher
  public Matcher(Type type, String name, String value, Predicate<String> passes) {
    this.type = type;
    this.name = name;
    this.value = value;
    this.test = passes;
  }

  /// `name = value`.
  public static Matcher equal(String name, String value) {
    return new Matcher(Type.EQUAL, name, value);
  }

  private static Predicate<String> compile(Type type, String value) {
    return switch (type) {
      case EQUAL -> value::equals;
      case NOT_EQUAL -> candidate -> !value.equals(candidate);
      case REGEX -> regex(value);
      case NOT_REGEX -> regex(value).negate();
    };
  }

  private static Predicate<String> regex(String value) {
    try {
      return Pattern.compile(value, Pattern.DOTALL).asMatchPredicate();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "bad regular expression %s: %s"
              .formatted(value, e.getDescription().toLowerCase(Locale.ROOT)),
          e);
    }
  }

  public Type type() {
    return type;
  }

  public String name() {
    return name;
  }

  public String value() {
    return value;
  }

  /// Whether the value of this matcher's label passes.
  public boolean matches(String labelValue) {
    return test.test(labelValue);
  }

  /// Whether `labels` pass.
  public boolean matches(Labels labels) {
    return matches(labels.get(name));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Matcher m
        && type == m.type
        && name.equals(m.name)
        && value.equals(m.value);
  }

  @Override
  public int hashCode() {
    return (name.hashCode() * 31 + value.hashCode()) * 31 + type.ordinal();
  }

  @Override
  public String toString() {
    return name
        + type.symbol()
        + '"'
        + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        + '"';
  }
}
