package io.mallwatch.ops.incident.evidence;

import io.mallwatch.metrics.QueryResult.SeriesPoints;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// The values of an expression around an incident, as a table and as a picture.
///
/// @param from left edge
/// @param until right edge
/// @param opened marked in the picture
record Chart(String title, List<SeriesPoints> series, Instant from, Instant until, Instant opened) {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 220;
  private static final int LEFT = 70;
  private static final int BOTTOM = 24;
  private static final int MOST_LINES = 12;
  private static final List<String> INKS =
      List.of("#2f5bea", "#e4670a", "#1f8f5f", "#9b4dca", "#00899b", "#c2365a");

  /// One row a point: series, time, value.
  String csv() {
    StringBuilder out = new StringBuilder("series,time,value\n");
    for (SeriesPoints one : series) {
      String name = '"' + one.labels().toString().replace("\"", "\"\"") + '"';
      for (int i = 0; i < one.values().length; i++) {
        out.append(name).append(',').append(Instant.ofEpochMilli(one.timestampsMillis()[i]));
        out.append(',').append(one.values()[i]).append('\n');
      }
    }
    return out.toString();
  }

  String svg() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (SeriesPoints one : series) {
      for (double value : one.values()) {
        low = Double.isFinite(value) ? Math.min(low, value) : low;
        high = Double.isFinite(value) ? Math.max(high, value) : high;
      }
    }
    boolean any = low <= high;
    double base = any ? Math.min(low, 0) : 0;
    double top = any && high > base ? high : base + 1;
    StringBuilder out = new StringBuilder();
    out.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\"".formatted(WIDTH, HEIGHT));
    out.append(" font-family=\"sans-serif\" font-size=\"12\">\n");
    out.append("<title>").append(Html.escape(title)).append("</title>\n");
    text(out, 4, 14, number(top));
    text(out, 4, HEIGHT - BOTTOM, number(base));
    text(out, LEFT, HEIGHT - 6, from.toString());
    text(out, WIDTH - 150, HEIGHT - 6, until.toString());
    line(out, LEFT, HEIGHT - BOTTOM, WIDTH, HEIGHT - BOTTOM, "#cdd2da");
    double mark = x(opened.toEpochMilli());
    line(out, mark, 0, mark, HEIGHT - BOTTOM, "#d32f2f");
    for (int i = 0; i < Math.min(series.size(), MOST_LINES); i++) {
      out.append("<polyline fill=\"none\" stroke=\"").append(INKS.get(i % INKS.size()));
      out.append("\" points=\"");
      SeriesPoints one = series.get(i);
      for (int p = 0; p < one.values().length; p++) {
        double value = one.values()[p];
        if (Double.isFinite(value)) {
          double y = (HEIGHT - BOTTOM) * (1 - (value - base) / (top - base));
          out.append("%.1f,%.1f ".formatted(x(one.timestampsMillis()[p]), y));
        }
      }
      out.append("\"/>\n");
    }
    return out.append("</svg>\n").toString();
  }

  private double x(long millis) {
    double share =
        (double) (millis - from.toEpochMilli())
            / Math.max(1, until.toEpochMilli() - from.toEpochMilli());
    return LEFT + (WIDTH - LEFT) * Math.clamp(share, 0, 1);
  }

  private static void text(StringBuilder out, int x, int y, String words) {
    out.append("<text x=\"%d\" y=\"%d\" fill=\"#5d6675\">%s</text>\n".formatted(x, y, words));
  }

  private static void line(
      StringBuilder out, double x, double y, double toX, double toY, String ink) {
    out.append(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n"
            .formatted(x, y, toX, toY, ink));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
