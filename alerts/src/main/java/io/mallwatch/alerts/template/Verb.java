package io.mallwatch.alerts.template;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One `%` directive of printf.
///
/// @param width least width, -1 for none
/// @param precision -1 for none
record Verb(int verb, String flags, int width, int precision) {

  String format(@Nullable Object value) {
    if (verb == 'T') {
      return pad(GoPrint.typeName(value), false);
    }
    if (value == null) {
      return verb == 'v' ? pad("<nil>", false) : "%!" + Character.toString(verb) + "(<nil>)";
    }
    if (verb == 'v') {
      boolean number = value instanceof Long || value instanceof Double;
      return number ? number(value) : pad(GoPrint.value(value), false);
    }
    return switch (value) {
      case String text -> text(text);
      case SafeText safe -> text(safe.text());
      case Long number -> number(number);
      case Double number -> number(number);
      case Boolean bool -> verb == 't' ? pad(bool.toString(), false) : bad(value);
      case List<?> list -> each(list);
      case GoDuration duration when verb == 'd' -> number(duration.nanos());
      case GoObject object when verb == 's' || verb == 'q' -> text(object.print());
      default -> verb == 's' ? text(GoPrint.value(value)) : bad(value);
    };
  }

  private String each(List<?> list) {
    return "[" + String.join(" ", list.stream().map(this::format).toList()) + "]";
  }

  private String text(String text) {
    String cut =
        precision >= 0 && text.codePointCount(0, text.length()) > precision
            ? text.substring(0, text.offsetByCodePoints(0, precision))
            : text;
    return switch (verb) {
      case 's' -> pad(cut, false);
      case 'q' -> pad(quote(cut), false);
      case 'x' -> pad(HexFormat.of().formatHex(cut.getBytes(StandardCharsets.UTF_8)), false);
      case 'X' ->
          pad(
              HexFormat.of().withUpperCase().formatHex(cut.getBytes(StandardCharsets.UTF_8)),
              false);
      default -> bad(text);
    };
  }

  private String number(Object value) {
    if (value instanceof Long whole) {
      return switch (verb) {
        case 'd', 'v' -> pad(signed(Long.toString(whole)), true);
        case 'x' -> pad(signed(Long.toHexString(whole)), true);
        case 'X' -> pad(signed(Long.toHexString(whole).toUpperCase(Locale.ROOT)), true);
        case 'o' -> pad(signed(Long.toOctalString(whole)), true);
        case 'b' -> pad(signed(Long.toBinaryString(whole)), true);
        case 'c' -> pad(Character.toString(whole.intValue()), false);
        case 'q' -> pad("'" + Character.toString(whole.intValue()) + "'", false);
        case 'U' -> pad("U+%04X".formatted(whole), false);
        default -> bad(value);
      };
    }
    double number = (Double) value;
    return switch (verb) {
      case 'v' -> pad(signed(GoNumber.format(number, 'g', precision)), true);
      case 'g', 'G' -> pad(signed(cased(GoNumber.format(number, 'g', precision))), true);
      case 'f', 'F' ->
          pad(signed(GoNumber.format(number, 'f', precision < 0 ? 6 : precision)), true);
      case 'e', 'E' ->
          pad(signed(cased(GoNumber.format(number, 'e', precision < 0 ? 6 : precision))), true);
      default -> bad(value);
    };
  }

  private String cased(String number) {
    return Character.isUpperCase(verb) ? number.toUpperCase(Locale.ROOT) : number;
  }

  private String signed(String number) {
    if (number.startsWith("-")) {
      return number;
    }
    if (flags.contains("+")) {
      return number.startsWith("+") ? number : "+" + number;
    }
    return flags.contains(" ") ? " " + number : number;
  }

  private String bad(Object value) {
    return "%!"
        + Character.toString(verb)
        + "("
        + GoPrint.typeName(value)
        + "="
        + GoPrint.value(value)
        + ")";
  }

  private String pad(String text, boolean number) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    if (flags.contains("-")) {
      return text + " ".repeat(missing);
    }
    if (flags.contains("0") && number && !text.endsWith("Inf") && !text.endsWith("NaN")) {
      boolean sign = text.startsWith("-") || text.startsWith("+");
      return (sign ? text.substring(0, 1) : "")
          + "0".repeat(missing)
          + (sign ? text.substring(1) : text);
    }
    return " ".repeat(missing) + text;
  }

  /// As Go's `strconv.Quote`.
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            default -> {
              if (c < 0x20 || c == 0x7f) {
                out.append("\\x%02x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            }
          }
        });
    return out.append('"').toString();
  }
}
