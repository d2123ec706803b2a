package io.mallwatch.alerts.template;

import java.util.function.Function;

/// Constants of a template, by the rules of Go's source text.
final class Literals {

  private Literals() {}

  static Object number(String text, Function<String, TemplateException> error) {
    String digits = text.replace("_", "");
    try {
      return Long.decode(digits.startsWith("0o") ? "0" + digits.substring(2) : digits);
    } catch (NumberFormatException _) {
      // not a whole number, perhaps a float
    }
    try {
      if (digits.startsWith("0b")) {
        return Long.parseLong(digits.substring(2), 2);
      }
      char last = digits.charAt(digits.length() - 1);
      if (!Character.isLetter(last)) {
        return Double.parseDouble(digits);
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw error.apply("bad number syntax: \"" + text + "\"");
  }

  static long character(String text, Function<String, TemplateException> error) {
    String value = unquote(text.equals("\\'") ? "'" : text, error);
    if (value.codePointCount(0, value.length()) != 1) {
      throw error.apply("malformed character constant: '" + text + "'");
    }
    return value.codePointAt(0);
  }

  static String unquote(String text, Function<String, TemplateException> error) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = i < text.length() ? text.charAt(i++) : ' ';
      int digits =
          switch (escape) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
          };
      if (digits > 0 && i + digits <= text.length()) {
        out.appendCodePoint(hex(text.substring(i, i + digits), error));
        i += digits;
        continue;
      }
      out.append(
          switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'a' -> (char) 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> (char) 11;
            case '\\', '"' -> escape;
            default -> throw error.apply("invalid syntax in string: \"" + text + "\"");
          });
    }
    return out.toString();
  }

  private static int hex(String digits, Function<String, TemplateException> error) {
    try {
      int point = Integer.parseInt(digits, 16);
      if (Character.isValidCodePoint(point)) {
        return point;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw error.apply("invalid syntax in string: \"\\" + digits + "\"");
  }
}
