package io.mallwatch.alerts.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The functions that every Go template has.
final class Builtins {

  private static final Set<String> NAMES =
      Set.of(
          "and",
          "or",
          "not",
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "len",
          "index",
          "slice",
          "print",
          "printf",
          "println",
          "html",
          "js",
          "urlquery",
          "call");

  private Builtins() {}

  static Set<String> namesWith(Set<String> more) {
    Set<String> names = new HashSet<>(NAMES);
    names.addAll(more);
    return names;
  }

  static @Nullable Object call(String name, List<@Nullable Object> arguments) {
    return switch (name) {
      case "not" -> !Values.isTrue(one(arguments));
      case "eq" -> eq(arguments);
      case "ne" -> {
        two(arguments);
        yield !Values.equal(arguments.get(0), arguments.get(1));
      }
      case "lt" -> less(arguments);
      case "ge" -> !less(arguments);
      case "gt" -> less(two(arguments).reversed());
      case "le" -> !less(two(arguments).reversed());
      case "len" -> Values.length(one(arguments));
      case "index" -> index(arguments);
      case "slice" -> slice(arguments);
      case "print" -> GoPrint.print(arguments);
      case "println" -> GoPrint.println(arguments);
      case "printf" -> printf(arguments);
      case "html" -> escapeHtml(GoPrint.print(arguments));
      case "js" -> escapeJs(GoPrint.print(arguments));
      case "urlquery" -> urlQuery(GoPrint.print(arguments));
      default -> throw new TemplateException("function \"" + name + "\" is not available here");
    };
  }

  private static @Nullable Object one(List<@Nullable Object> arguments) {
    if (arguments.size() != 1) {
      throw new TemplateException("wrong number of args: want 1 got " + arguments.size());
    }
    return arguments.getFirst();
  }

  private static List<@Nullable Object> two(List<@Nullable Object> arguments) {
    if (arguments.size() != 2) {
      throw new TemplateException("wrong number of args: want 2 got " + arguments.size());
    }
    return arguments;
  }

  private static boolean eq(List<@Nullable Object> arguments) {
    if (arguments.size() < 2) {
      throw new TemplateException("missing argument for comparison");
    }
    for (Object other : arguments.subList(1, arguments.size())) {
      if (Values.equal(arguments.getFirst(), other)) {
        return true;
      }
    }
    return false;
  }

  private static boolean less(List<@Nullable Object> arguments) {
    two(arguments);
    return Values.less(arguments.get(0), arguments.get(1));
  }

  private static @Nullable Object index(List<@Nullable Object> arguments) {
    if (arguments.isEmpty()) {
      throw new TemplateException("wrong number of args: want at least 1 got 0");
    }
    Object value = arguments.getFirst();
    for (Object key : arguments.subList(1, arguments.size())) {
      value = Values.index(value, key);
    }
    return value;
  }

  private static Object slice(List<@Nullable Object> arguments) {
    if (arguments.isEmpty() || arguments.size() > 3) {
      throw new TemplateException("wrong number of args: want 1 to 3 got " + arguments.size());
    }
    Object value = arguments.getFirst();
    long size = Values.length(value);
    long from = arguments.size() > 1 ? bound(arguments.get(1), size) : 0;
    long to = arguments.size() > 2 ? bound(arguments.get(2), size) : size;
    if (from > to) {
      throw new TemplateException("invalid slice index: %d > %d".formatted(from, to));
    }
    if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new String(bytes, (int) from, (int) (to - from), StandardCharsets.UTF_8);
    }
    return Values.items(value).subList((int) from, (int) to);
  }

  private static long bound(@Nullable Object index, long size) {
    if (index instanceof Long i && i >= 0 && i <= size) {
      return i;
    }
    throw new TemplateException("index out of range: " + GoPrint.value(index));
  }

  private static String printf(List<@Nullable Object> arguments) {
    if (arguments.isEmpty() || !(arguments.getFirst() instanceof String format)) {
      throw new TemplateException("wrong type for the format of printf");
    }
    return GoPrint.printf(format, arguments.subList(1, arguments.size()));
  }

  /// As Go's `template.HTMLEscapeString`.
  static String escapeHtml(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("&#34;");
        case '\'' -> out.append("&#39;");
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '\0' -> out.append('\uFFFD');
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private static String escapeJs(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\', '\'', '"' -> out.append('\\').append(c);
        case '<', '>', '&', '=' -> out.append("\\u%04X".formatted((int) c));
        default -> {
          if (c < ' ') {
            out.append("\\u%04X".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }

  /// As Go's `url.QueryEscape`.
  static String urlQuery(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%7E", "~").replace("*", "%2A");
  }
}
