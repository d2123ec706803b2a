package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.promql.histogram.HistogramMath;
import io.mallwatch.metrics.promql.syntax.Numerals;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A line of a script that describes a series: `name{label="value"} 1 2+3x4 _ stale`.
///
/// @param values one for each moment
record ScriptSeries(Labels labels, List<Value> values) {

  private static final String NUMBER =
      "(?:(?:[0-9][0-9_]*\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[iI]nf|[nN]a[nN])";
  private static final Pattern PLAIN = Pattern.compile("[+-]?" + NUMBER);
  private static final Pattern REPEATED =
      Pattern.compile("([+-]?" + NUMBER + ")([+-]" + NUMBER + ")?x([0-9]+)");
  private static final Pattern HISTOGRAM =
      Pattern.compile("(\\{\\{.*?}})(?:([+-])(\\{\\{.*?}}))?(?:x([0-9]+))?");
  private static final Pattern START =
      Pattern.compile("(_|[+-]?[0-9]+[a-wyz]*)([+-][0-9]+[a-wyz]*)?(?:x([0-9]+))?");
  private static final Pattern WORD =
      Pattern.compile("\\{\\{.*?}}(?:[+-]\\{\\{.*?}})?(?:x[0-9]+)?|\\S+");

  /// What a series has at one moment.
  sealed interface Value {
    /// Nothing.
    record Missing() implements Value {}

    /// A number or the staleness marker.
    record FloatValue(double value) implements Value {}

    /// A native histogram.
    ///
    /// @param hintSet whether its hint was written and so counts in a comparison
    record HistogramValue(NativeHistogram histogram, boolean hintSet) implements Value {}
  }

  /// Reads `name{...}@st -1m -1m+30sx3`: for each sample when it began to count, in milliseconds
  /// from the sample's own time; null where that is unknown.
  static List<@Nullable Long> parseStarts(String line) {
    List<@Nullable Long> offsets = new ArrayList<>();
    String sequence = line.substring(line.indexOf("@st") + 3).strip();
    for (String word : sequence.split("\\s+")) {
      java.util.regex.Matcher item = START.matcher(word);
      if (!item.matches()) {
        throw new IllegalArgumentException("no start time: " + word);
      }
      boolean unknown = item.group(1).equals("_");
      int times = item.group(3) == null ? (unknown ? 1 : 0) : Integer.parseInt(item.group(3));
      for (int i = 0; i < (unknown ? times : times + 1); i++) {
        long step = item.group(2) == null ? 0 : millis(item.group(2));
        offsets.add(unknown ? null : (Long) (millis(item.group(1)) + i * step));
      }
    }
    return offsets;
  }

  static boolean isStarts(String line) {
    return line.split("\\s+")[0].endsWith("@st");
  }

  private static long millis(String signed) {
    String unsigned = signed.substring(signed.startsWith("-") || signed.startsWith("+") ? 1 : 0);
    return Numerals.parseDuration(unsigned) * (signed.startsWith("-") ? -1 : 1);
  }

  static ScriptSeries parse(String line) {
    int end = descriptionEnd(line);
    List<Value> values = new ArrayList<>();
    WORD.matcher(line.substring(end)).results().forEach(word -> append(values, word.group()));
    return new ScriptSeries(labels(line.substring(0, end)), values);
  }

  private static int descriptionEnd(String line) {
    int at = 0;
    while (at < line.length()
        && line.charAt(at) != '{'
        && !Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    if (at == line.length() || line.charAt(at) != '{') {
      return at;
    }
    char quote = 0;
    for (; at < line.length(); at++) {
      char c = line.charAt(at);
      if (quote != 0) {
        if (c == '\\') {
          at++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else if (c == '}') {
        return at + 1;
      }
    }
    throw new IllegalArgumentException("a brace is missing in " + line);
  }

  private static Labels labels(String description) {
    String inner = description.strip();
    boolean nothing = inner.matches("\\{\\s*}");
    Map<String, String> labels = new TreeMap<>();
    if (!nothing) {
      String selector = inner.endsWith("{}") ? inner.substring(0, inner.length() - 2) : inner;
      for (Matcher matcher : PromqlParser.parseSelector(selector)) {
        labels.put(matcher.name(), matcher.value());
      }
    }
    return Labels.of(labels);
  }

  private static void append(List<Value> values, String word) {
    if (word.equals("_")) {
      values.add(new Value.Missing());
    } else if (word.startsWith("_x")) {
      repeat(values, new Value.Missing(), Integer.parseInt(word.substring(2)));
    } else if (word.equals("stale")) {
      values.add(new Value.FloatValue(Sample.staleNan()));
    } else if (PLAIN.matcher(word).matches()) {
      values.add(new Value.FloatValue(number(word)));
    } else {
      appendSequence(values, word);
    }
  }

  private static void appendSequence(List<Value> values, String word) {
    java.util.regex.Matcher histogram = HISTOGRAM.matcher(word);
    if (histogram.matches()) {
      appendHistograms(values, histogram);
      return;
    }
    java.util.regex.Matcher repeated = REPEATED.matcher(word);
    if (!repeated.matches()) {
      throw new IllegalArgumentException("no value: " + word);
    }
    double value = number(repeated.group(1));
    double increment = repeated.group(2) == null ? 0 : number(repeated.group(2));
    for (int i = 0; i <= Integer.parseInt(repeated.group(3)); i++) {
      values.add(new Value.FloatValue(value));
      value += increment;
    }
  }

  private static void appendHistograms(List<Value> values, java.util.regex.Matcher word) {
    ScriptHistogram.Written first = ScriptHistogram.parse(word.group(1));
    int times = word.group(4) == null ? 0 : Integer.parseInt(word.group(4));
    if (word.group(3) == null) {
      repeat(values, new Value.HistogramValue(first.histogram(), first.hintSet()), times + 1);
      return;
    }
    ScriptHistogram.Written increment = ScriptHistogram.parse(word.group(3));
    NativeHistogram value = first.histogram();
    for (int i = 0; i <= times; i++) {
      values.add(new Value.HistogramValue(value, increment.hintSet()));
      value =
          word.group(2).equals("+")
              ? HistogramMath.add(value, increment.histogram()).histogram()
              : HistogramMath.subtract(value, increment.histogram()).histogram();
    }
  }

  private static void repeat(List<Value> values, Value value, int times) {
    for (int i = 0; i < times; i++) {
      values.add(value);
    }
  }

  static double number(String text) {
    return Numerals.parseFloat(text.replace("_", "")).orElseThrow();
  }

  /// Whether a line is a lone number.
  static boolean isNumber(String line) {
    return PLAIN.matcher(line).matches();
  }
}
