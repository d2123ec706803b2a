package io.mallwatch.alerts.rule.unittest;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Series as unit tests write them: `up{job="mall"}` and `1 0x5 2+3x10 _ stale`.
final class SeriesNotation {

  /// More samples in one series are a slip.
  private static final int MAX_VALUES = 1_000_000;

  private static final String NUMBER =
      "(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|(?i:inf|nan)";

  private static final Pattern ITEM =
      Pattern.compile(
          "(?<gap>_)|(?<histogram>\\{\\{.*?}})(?:(?<sign>[+-])(?<change>\\{\\{.*?}}))?"
              + "|(?<first>[+-]?(?:"
              + NUMBER
              + ")|stale)(?<step>[+-](?:"
              + NUMBER
              + "))?");

  private static final Pattern TIMES = Pattern.compile("x([0-9]{1,9})");

  private SeriesNotation() {}

  /// One place in a series.
  sealed interface Value {
    /// Nothing there.
    record Gap() implements Value {}

    record Plain(double value) implements Value {}

    record Histogram(NativeHistogram value) implements Value {}
  }

  /// The labels that `series` writes, the metric's name among them.
  ///
  /// @throws IllegalArgumentException when it is no series
  static Labels labels(String series) {
    Map<String, String> labels = new TreeMap<>();
    if (series.isBlank() || series.strip().equals("{}")) {
      return Labels.EMPTY;
    }
    try {
      for (io.mallwatch.model.Matcher matcher : PromqlParser.parseSelector(series.strip())) {
        if (matcher.type() != io.mallwatch.model.Matcher.Type.EQUAL) {
          throw new IllegalArgumentException("not a series: " + series);
        }
        if (!matcher.value().isEmpty()) {
          labels.put(matcher.name(), matcher.value());
        }
      }
    } catch (BadQueryException e) {
      throw new IllegalArgumentException(
          "not a series: %s: %s".formatted(series, e.getMessage()), e);
    }
    return Labels.of(labels);
  }

  /// Every place in turn.
  ///
  /// @throws IllegalArgumentException when `text` is not a list of values
  static List<Value> values(String text) {
    List<Value> values = new ArrayList<>();
    Matcher item = ITEM.matcher(text);
    Matcher times = TIMES.matcher(text);
    int at = skipSpace(text, 0);
    while (at < text.length()) {
      if (!item.region(at, text.length()).lookingAt()) {
        throw unreadable(text, at);
      }
      int end = item.end();
      int repeats = -1;
      if (times.region(end, text.length()).lookingAt()) {
        repeats = Integer.parseInt(times.group(1));
        end = times.end();
      }
      if (repeats > MAX_VALUES || values.size() > MAX_VALUES) {
        throw new IllegalArgumentException("more than %d values".formatted(MAX_VALUES));
      }
      add(item, repeats, values);
      int next = skipSpace(text, end);
      if (next == end && end < text.length()) {
        throw unreadable(text, at);
      }
      at = next;
    }
    return values;
  }

  /// @param repeats as written after `x`, or -1
  private static void add(Matcher item, int repeats, List<Value> values) {
    boolean changes = item.group("step") != null || item.group("change") != null;
    if (changes && repeats < 0) {
      throw new IllegalArgumentException(item.group() + " says a change but not how often");
    }
    if (item.group("gap") != null) {
      for (int i = 0; i < Math.abs(repeats); i++) {
        values.add(new Value.Gap());
      }
    } else if (item.group("histogram") != null) {
      histograms(item, Math.max(repeats, 0), values);
    } else {
      double value = number(item.group("first"));
      double step = item.group("step") == null ? 0 : number(item.group("step"));
      for (int i = 0; i <= Math.max(repeats, 0); i++) {
        values.add(new Value.Plain(value));
        value = step == 0 ? value : value + step;
      }
    }
  }

  private static void histograms(Matcher item, int repeats, List<Value> values) {
    NativeHistogram value = HistogramNotation.parse(item.group("histogram"));
    String text = item.group("change");
    NativeHistogram change = text == null ? null : HistogramNotation.parse(text);
    boolean down = "-".equals(item.group("sign"));
    for (int i = 0; i <= repeats; i++) {
      values.add(new Value.Histogram(value));
      value = changed(value, change, down);
    }
  }

  private static NativeHistogram changed(
      NativeHistogram value, @Nullable NativeHistogram change, boolean down) {
    if (change == null) {
      return value;
    }
    return down
        ? HistogramMath.subtract(value, change).histogram()
        : HistogramMath.add(value, change).histogram();
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static IllegalArgumentException unreadable(String text, int at) {
    return new IllegalArgumentException(
        "cannot read the value at '%s'"
            .formatted(text.substring(at, Math.min(at + 20, text.length()))));
  }

  /// A number as PromQL and YAML write it, or `stale`.
  ///
  /// @throws NumberFormatException when it is none
  static double number(String text) {
    String word = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    double value =
        switch (word.toLowerCase(java.util.Locale.ROOT)) {
          case "inf", ".inf" -> Double.POSITIVE_INFINITY;
          case "nan", ".nan" -> Double.NaN;
          case "stale" -> Sample.staleNan();
          default -> Double.parseDouble(word);
        };
    return text.startsWith("-") ? -value : value;
  }
}
