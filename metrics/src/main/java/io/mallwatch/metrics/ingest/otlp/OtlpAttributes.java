package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.ingest.GoNumbers;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads `KeyValue` and `AnyValue` of OTLP; anything but text becomes text, structures JSON.
final class OtlpAttributes {

  private OtlpAttributes() {}

  /// Most attributes of one thing; more are left out.
  static final int MOST = 512;

  /// Adds one `KeyValue` to `into`; the first of two equal keys stays.
  static void read(ProtoCursor in, Map<String, String> into) {
    String key = "";
    String value = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.string();
        case 2 -> value = value(in.message(), false);
        default -> in.skip();
      }
    }
    if (into.size() < MOST) {
      into.putIfAbsent(key, value);
    }
  }

  private static String value(ProtoCursor in, boolean json) {
    String value = json ? "null" : "";
    while (in.next()) {
      value =
          switch (in.field()) {
            case 1 -> json ? quoted(in.string()) : in.string();
            case 2 -> Boolean.toString(in.varint() != 0);
            case 3 -> Long.toString(in.varint());
            case 4 -> GoNumbers.plain(in.fixedDouble());
            case 5 -> array(in.message());
            case 6 -> object(in.message());
            case 7 -> {
              String text = Base64.getEncoder().encodeToString(in.bytes());
              yield json ? quoted(text) : text;
            }
            default -> {
              in.skip();
              yield value;
            }
          };
    }
    return value;
  }

  private static String array(ProtoCursor in) {
    List<String> values = new ArrayList<>();
    while (in.next()) {
      if (in.field() == 1) {
        values.add(value(in.message(), true));
      } else {
        in.skip();
      }
    }
    return "[" + String.join(",", values) + "]";
  }

  private static String object(ProtoCursor in) {
    Map<String, String> members = new TreeMap<>();
    while (in.next()) {
      if (in.field() == 1) {
        member(in.message(), members);
      } else {
        in.skip();
      }
    }
    List<String> parts = new ArrayList<>();
    members.forEach((key, value) -> parts.add(quoted(key) + ":" + value));
    return "{" + String.join(",", parts) + "}";
  }

  private static void member(ProtoCursor in, Map<String, String> members) {
    String key = "";
    String value = "null";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.string();
        case 2 -> value = value(in.message(), true);
        default -> in.skip();
      }
    }
    members.put(key, value);
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
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
    return out.append('"').toString();
  }
}
