package io.mallwatch.alerts.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values as Go's fmt package prints them.
public final class GoPrint {

  private static final int MAX_WIDTH = 10_000;

  private GoPrint() {}

  /// As `%v`.
  public static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case String text -> text;
      case Double number -> GoNumber.print(number);
      case SafeText safe -> safe.text();
      case GoObject object -> object.print();
      case List<?> list ->
          list.stream().map(GoPrint::value).collect(Collectors.joining(" ", "[", "]"));
      case Map<?, ?> map -> map(map);
      default -> value.toString();
    };
  }

  private static String map(Map<?, ?> map) {
    Map<String, String> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(value(key), value(value)));
    return sorted.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .collect(Collectors.joining(" ", "map[", "]"));
  }

  /// As `fmt.Sprint`: a space between operands when neither is text.
  static String print(List<@Nullable Object> arguments) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < arguments.size(); i++) {
      if (i > 0
          && !(arguments.get(i) instanceof String)
          && !(arguments.get(i - 1) instanceof String)) {
        out.append(' ');
      }
      out.append(value(arguments.get(i)));
    }
    return out.toString();
  }

  /// As `fmt.Sprintln`.
  static String println(List<@Nullable Object> arguments) {
    return arguments.stream().map(GoPrint::value).collect(Collectors.joining(" ", "", "\n"));
  }

  /// As `fmt.Sprintf`, errors in the text included.
  static String printf(String format, List<@Nullable Object> arguments) {
    StringBuilder out = new StringBuilder();
    int next = 0;
    int i = 0;
    while (i < format.length()) {
      char c = format.charAt(i++);
      if (c != '%') {
        out.append(c);
        continue;
      }
      int start = i;
      while (i < format.length() && "+-# 0".indexOf(format.charAt(i)) >= 0) {
        i++;
      }
      String flags = format.substring(start, i);
      int[] digits = digits(format, i);
      int width = digits[0];
      i = digits[1];
      int precision = -1;
      if (i < format.length() && format.charAt(i) == '.') {
        digits = digits(format, i + 1);
        precision = Math.max(0, digits[0]);
        i = digits[1];
      }
      if (i >= format.length()) {
        return out.append("%!(NOVERB)").toString();
      }
      int verb = format.codePointAt(i);
      i += Character.charCount(verb);
      if (verb == '%') {
        out.append('%');
      } else if (next >= arguments.size()) {
        out.append("%!").appendCodePoint(verb).append("(MISSING)");
      } else {
        out.append(new Verb(verb, flags, width, precision).format(arguments.get(next++)));
      }
    }
    if (next < arguments.size()) {
      List<String> extra = new ArrayList<>();
      arguments
          .subList(next, arguments.size())
          .forEach(value -> extra.add(typeName(value) + "=" + value(value)));
      out.append("%!(EXTRA ").append(String.join(", ", extra)).append(')');
    }
    return out.toString();
  }

  /// The number at `i` (-1 when there is none) and where it ends.
  private static int[] digits(String format, int i) {
    int end = i;
    int number = 0;
    while (end < format.length() && Character.isDigit(format.charAt(end))) {
      number = Math.min(MAX_WIDTH, number * 10 + format.charAt(end) - '0');
      end++;
    }
    return new int[] {end == i ? -1 : number, end};
  }

  static String typeName(@Nullable Object value) {
    return switch (value) {
      case null -> "<nil>";
      case String _ -> "string";
      case Long _ -> "int";
      case Double _ -> "float64";
      case Boolean _ -> "bool";
      case SafeText _ -> "template.HTML";
      case GoObject object -> object.typeName();
      case List<?> list ->
          list.stream().allMatch(String.class::isInstance) ? "[]string" : "[]interface {}";
      case Map<?, ?> _ -> "map[string]interface {}";
      default -> value.getClass().getSimpleName();
    };
  }
}
