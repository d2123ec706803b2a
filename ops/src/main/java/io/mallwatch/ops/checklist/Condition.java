package io.mallwatch.ops.checklist;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a number must be, such as `< 100`.
public record Condition(Comparison comparison, double limit) {

  private static final Pattern FORM =
      Pattern.compile("\\s*(==|!=|<=|>=|<|>)\\s*(-?\\d+(?:\\.\\d+)?)\\s*");

  public enum Comparison {
    EQUAL("=="),
    DIFFERENT("!="),
    AT_MOST("<="),
    AT_LEAST(">="),
    BELOW("<"),
    ABOVE(">");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }
  }

  /// @throws IllegalArgumentException when `text` is none
  public static Condition parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      for (Comparison comparison : Comparison.values()) {
        if (comparison.sign.equals(form.group(1))) {
          return new Condition(comparison, Double.parseDouble(form.group(2)));
        }
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no condition; write it as < 100 or == 0".formatted(text));
  }

  public boolean holds(double value) {
    return switch (comparison) {
      case EQUAL -> value == limit;
      case DIFFERENT -> value != limit;
      case AT_MOST -> value <= limit;
      case AT_LEAST -> value >= limit;
      case BELOW -> value < limit;
      case ABOVE -> value > limit;
    };
  }

  @Override
  public String toString() {
    String number =
        limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
    return comparison.sign + " " + number;
  }
}
