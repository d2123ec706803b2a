package io.mallwatch.metrics.tsdb.index;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.mallwatch.model.Matcher;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A matcher made ready to run over many values of a label. Regular expressions are anchored and
/// `.` matches a newline, as in Prometheus; those that only name values, a beginning, an end or a
/// part are not run as such, all others take time linear in the value (RE2), so none can hang.
/// Thread-safe.
public final class ValueTest {

  private final Matcher matcher;
  private final List<String> values;
  private final Predicate<String> test;
  private final boolean passesEmpty;

  private ValueTest(Matcher matcher, List<String> values, Predicate<String> test) {
    this.matcher = matcher;
    this.values = values;
    this.test = test;
    this.passesEmpty = test.test("");
  }

  /// @throws IllegalArgumentException when the expression is none of RE2's
  public static ValueTest of(Matcher matcher) {
    String value = matcher.value();
    return switch (matcher.type()) {
      case EQUAL -> new ValueTest(matcher, List.of(value), value::equals);
      case NOT_EQUAL -> new ValueTest(matcher, List.of(), other -> !value.equals(other));
      case REGEX -> regex(matcher, value);
      case NOT_REGEX -> new ValueTest(matcher, List.of(), regex(matcher, value).test.negate());
    };
  }

  private static ValueTest regex(Matcher matcher, String text) {
    String regex = withoutAnchors(text);
    @Nullable List<String> named = RegexValues.of(regex);
    if (named != null) {
      Set<String> set = new HashSet<>(named);
      return new ValueTest(matcher, List.copyOf(set), set::contains);
    }
    Predicate<String> simple = simple(regex);
    return new ValueTest(matcher, List.of(), simple == null ? compiled(text) : simple);
  }

  /// The whole value must match anyway.
  private static String withoutAnchors(String regex) {
    String rest = regex.startsWith("^") ? regex.substring(1) : regex;
    boolean escaped = rest.endsWith("\\$");
    return rest.endsWith("$") && !escaped ? rest.substring(0, rest.length() - 1) : rest;
  }

  private static @Nullable Predicate<String> simple(String regex) {
    boolean open = regex.startsWith(".*") || regex.startsWith(".+");
    int from = open ? 2 : 0;
    int to = regex.length();
    boolean ends = to - from >= 2 && (regex.endsWith(".*") || regex.endsWith(".+"));
    if (ends) {
      to -= 2;
    }
    String literal = RegexValues.literal(regex.substring(from, to));
    if (literal == null || !(open || ends)) {
      return null;
    }
    int before = open && regex.charAt(1) == '+' ? 1 : 0;
    int after = ends && regex.endsWith("+") ? 1 : 0;
    int least = before + literal.length() + after;
    if (literal.isEmpty()) {
      return value -> value.length() >= least;
    } else if (!ends) {
      return value -> value.length() >= least && value.endsWith(literal);
    } else if (!open) {
      return value -> value.length() >= least && value.startsWith(literal);
    }
    return value -> value.lastIndexOf(literal, value.length() - literal.length() - after) >= before;
  }

  private static Predicate<String> compiled(String regex) {
    try {
      return Pattern.compile(regex, Pattern.DOTALL)::matches;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "bad regular expression %s: %s".formatted(regex, e.getDescription()), e);
    }
  }

  /// The condition that this stands for.
  public Matcher matcher() {
    return matcher;
  }

  /// Whether a value passes; the empty one stands for no such label.
  public boolean passes(String value) {
    return test.test(value);
  }

  /// Whether series without the label pass.
  public boolean passesEmpty() {
    return passesEmpty;
  }

  /// The only values that pass, when there is a short list of them; else empty.
  public List<String> values() {
    return values;
  }
}
