package io.mallwatch.traces;

import java.math.BigDecimal;
import java.util.List;

/// Attribute values as text, as OpenTelemetry's collector and Jaeger compare and show them: `true`,
/// `200`, `0.25`, `2` for 2.0, and `["a",2]` for a list.
public final class AttributeText {

  private static final double LEAST_PLAIN = 1e-6;
  private static final double MOST_PLAIN = 1e21;
  private static final double EXACT = 1L << 53;

  private AttributeText() {}

  /// @param value String, Boolean, Long, Double, or a List of these
  public static String of(Object value) {
    return switch (value) {
      case String text -> text;
      case Double number -> number(number);
      case List<?> list -> {
        StringBuilder out = new StringBuilder();
        json(out, list);
        yield out.toString();
      }
      default -> value.toString();
    };
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
      return Long.toString((long) value);
    }
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }
    if (size >= LEAST_PLAIN && size < MOST_PLAIN) {
      return new BigDecimal(Double.toString(value)).toPlainString();
    }
    return Double.toString(value).replace("E-", "e-").replace("E", "e+");
  }

  /// Appends `value` as JSON.
  static void json(StringBuilder out, Object value) {
    switch (value) {
      case String text -> quoted(out, text);
      case List<?> list -> {
        char before = '[';
        for (Object item : list) {
          out.append(before);
          json(out, item);
          before = ',';
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      default -> out.append(of(value));
    }
  }

  /// Appends `text` as a JSON string.
  static void quoted(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
