package io.mallwatch.starter.log;

import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a [LogLine] as one line of JSON (RFC 8259). Own, because the JSON library differs between
/// the versions of Spring Boot.
final class JsonText {
  static final int MAX_DEPTH = 8;
  private final StringBuilder out = new StringBuilder(256);

  private JsonText() {}

  static String of(LogLine line) {
    var json = new JsonText();
    json.out.append("{\"timestamp\":");
    json.string(DateTimeFormatter.ISO_INSTANT.format(line.timestamp()));
    json.field("level", line.level());
    json.field("service", line.service());
    json.field("requestId", line.requestId());
    json.field("userId", line.userId());
    json.field("message", line.message());
    json.field("category", line.category());
    json.field("action", line.action());
    json.field("duration", line.duration());
    json.field("traceId", line.traceId());
    json.field("spanId", line.spanId());
    if (!line.tags().isEmpty()) {
      json.field("tags", line.tags());
    }
    if (!line.data().isEmpty()) {
      json.field("data", line.data());
    }
    LogLine.Failure error = line.error();
    if (error != null) {
      json.out.append(",\"error\":{\"name\":");
      json.string(error.name());
      json.field("message", error.message());
      json.field("stack", error.stack());
      json.out.append('}');
    }
    return json.out.append('}').toString();
  }

  private void field(String name, @Nullable Object value) {
    if (value == null) {
      return;
    }
    out.append(',');
    string(name);
    out.append(':');
    value(value, 0);
  }

  private void value(@Nullable Object value, int depth) {
    if (value == null) {
      out.append("null");
    } else if (value instanceof Boolean || isFinite(value)) {
      out.append(value);
    } else if (value instanceof Map<?, ?> map && depth < MAX_DEPTH) {
      char separator = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        string(String.valueOf(entry.getKey()));
        out.append(':');
        value(entry.getValue(), depth + 1);
        separator = ',';
      }
      out.append(separator == '{' ? "{}" : "}");
    } else if (value instanceof Iterable<?> list && depth < MAX_DEPTH) {
      char separator = '[';
      for (Object element : list) {
        out.append(separator);
        value(element, depth + 1);
        separator = ',';
      }
      out.append(separator == '[' ? "[]" : "]");
    } else {
      string(value.toString());
    }
  }

  private static boolean isFinite(Object value) {
    if (value instanceof Double real) {
      return Double.isFinite(real);
    }
    if (value instanceof Float real) {
      return Float.isFinite(real);
    }
    return value instanceof Number;
  }

  private void string(String text) {
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
          boolean lone =
              Character.isSurrogate(c)
                  && !(Character.isHighSurrogate(c)
                      && i + 1 < text.length()
                      && Character.isLowSurrogate(text.charAt(i + 1)))
                  && !(Character.isLowSurrogate(c)
                      && i > 0
                      && Character.isHighSurrogate(text.charAt(i - 1)));
          if (c < 0x20 || c == 0x2028 || c == 0x2029 || lone) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
