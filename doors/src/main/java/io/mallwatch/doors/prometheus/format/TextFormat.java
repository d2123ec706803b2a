package io.mallwatch.doors.prometheus.format;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;

/// Writes the text exposition format 0.0.4.
public final class TextFormat {

  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private TextFormat() {}

  public static void family(StringBuilder out, MetricFamily family) {
    out.append("# HELP ").append(family.name()).append(' ');
    out.append(family.help().replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    out.append("# TYPE ").append(family.name()).append(' ').append(family.type()).append('\n');
    for (MetricFamily.Point point : family.points()) {
      sample(out, family.name() + point.suffix(), point.labels(), point.value());
      out.append('\n');
    }
  }

  /// `name{a="b"} 1`, without a line break.
  private static void sample(StringBuilder out, String name, Labels labels, double value) {
    out.append(name);
    boolean open = false;
    for (Label label : labels) {
      out.append(open ? ',' : '{').append(label.name()).append("=\"");
      out.append(escaped(label.value())).append('"');
      open = true;
    }
    out.append(open ? "} " : " ").append(GoFloat.plain(value));
  }

  /// For between quotes.
  static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /// Whether a name may stand without quotes.
  static boolean isPlainName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPlain(name.charAt(i), i == 0)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isPlain(char c, boolean first) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c == ':'
        || (!first && c >= '0' && c <= '9');
  }

  /// The name with an underscore for each character that may not stand without quotes.
  static String underscored(String name) {
    if (isPlainName(name)) {
      return name;
    }
    StringBuilder out = new StringBuilder();
    name.codePoints()
        .forEach(c -> {
          boolean plain = c < 0x80 && isPlain((char) c, out.isEmpty());
          out.append(plain ? (char) c : '_');
        });
    return out.toString();
  }
}
