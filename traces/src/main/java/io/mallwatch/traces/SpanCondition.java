package io.mallwatch.traces;

import com.google.re2j.PatternSyntaxException;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Span;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one attribute of a span must be, beyond equality, for which [TraceQuery#attributes()] is
/// faster.
///
/// @param place where it is looked for
/// @param key the attribute's name
/// @param operator how it is compared
/// @param value text to compare with; for [Operator#MATCHES] and its contrary an expression that
///   must cover the whole value
public record SpanCondition(Place place, String key, Operator operator, String value) {

  /// Where an attribute stands.
  public enum Place {
    SPAN,
    RESOURCE,
    EITHER,
    /// The span's name; the key says nothing.
    NAME
  }

  /// A span without the attribute satisfies none of them but [#ABSENT].
  public enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    AT_MOST,
    GREATER,
    AT_LEAST,
    MATCHES,
    DIFFERS,
    PRESENT,
    ABSENT
  }

  /// Whether a span satisfies it.
  ///
  /// @throws BadQueryException when the expression is none
  public Predicate<Span> predicate() {
    return switch (operator) {
      case PRESENT -> span -> find(span) != null;
      case ABSENT -> span -> find(span) == null;
      case EQUAL -> text(value::equals);
      case NOT_EQUAL -> text(found -> !found.equals(value));
      case MATCHES -> text(expression()::matches);
      case DIFFERS -> text(Predicate.not(expression()::matches));
      case LESS -> text(found -> compare(found) < 0);
      case AT_MOST -> text(found -> compare(found) <= 0);
      case GREATER -> text(found -> compare(found) > 0);
      case AT_LEAST -> text(found -> compare(found) >= 0);
    };
  }

  private com.google.re2j.Pattern expression() {
    try {
      return com.google.re2j.Pattern.compile(value);
    } catch (PatternSyntaxException e) {
      throw new BadQueryException(
          "'%s' is no regular expression: %s".formatted(value, e.getMessage()));
    }
  }

  private Predicate<Span> text(Predicate<String> condition) {
    return span -> {
      Object found = find(span);
      return found != null && condition.test(AttributeText.of(found));
    };
  }

  private @Nullable Object find(Span span) {
    return switch (place) {
      case SPAN -> of(span.attributes());
      case RESOURCE -> of(span.resource().attributes());
      case NAME -> span.name();
      case EITHER -> {
        Object own = of(span.attributes());
        yield own == null ? of(span.resource().attributes()) : own;
      }
    };
  }

  private @Nullable Object of(Map<String, Object> attributes) {
    return attributes.get(key);
  }

  /// As numbers where both are; else as text.
  private int compare(String text) {
    try {
      return Double.compare(Double.parseDouble(text), Double.parseDouble(value));
    } catch (NumberFormatException e) {
      return text.compareTo(value);
    }
  }
}
