package io.mallwatch.alerts.rule.unittest;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Native histograms as unit tests write them, such as `{{schema:0 sum:3 count:2 buckets:[1 1]}}`.
final class HistogramNotation {

  private static final Pattern FIELD =
      Pattern.compile("\\s*([a-z_]+):(\\[[^\\]]*]|[^\\s\\[\\]]+)\\s*");

  private HistogramNotation() {}

  /// @param text with the braces
  /// @throws IllegalArgumentException when it is not one
  static NativeHistogram parse(String text) {
    Map<String, String> fields = fields(text.substring(2, text.length() - 2), text);
    double[] positive = numbers(fields.remove("buckets"));
    double[] negative = numbers(fields.remove("n_buckets"));
    NativeHistogram histogram =
        new NativeHistogram(
            (int) number(fields.remove("schema")),
            number(fields.remove("z_bucket_w")),
            number(fields.remove("z_bucket")),
            number(fields.remove("count")),
            number(fields.remove("sum")),
            span((int) number(fields.remove("offset")), positive),
            positive,
            span((int) number(fields.remove("n_offset")), negative),
            negative,
            numbers(fields.remove("custom_values")),
            hint(fields.remove("counter_reset_hint")));
    if (!fields.isEmpty()) {
      throw new IllegalArgumentException("unknown fields %s in %s".formatted(fields, text));
    }
    return histogram;
  }

  private static Map<String, String> fields(String inner, String whole) {
    Map<String, String> fields = new HashMap<>();
    Matcher matcher = FIELD.matcher(inner);
    int done = 0;
    while (done < inner.length() && matcher.find(done) && matcher.start() == done) {
      fields.put(matcher.group(1), matcher.group(2));
      done = matcher.end();
    }
    if (!inner.substring(done).isBlank()) {
      throw new IllegalArgumentException("not a histogram: " + whole);
    }
    return fields;
  }

  private static int[] span(int offset, double[] counts) {
    return counts.length == 0 ? new int[0] : new int[] {offset, counts.length};
  }

  private static double number(@Nullable String text) {
    return text == null ? 0 : SeriesNotation.number(text);
  }

  private static double[] numbers(@Nullable String text) {
    return text == null
        ? new double[0]
        : Arrays.stream(text.substring(1, text.length() - 1).strip().split("\\s+", -1))
            .filter(word -> !word.isEmpty())
            .mapToDouble(SeriesNotation::number)
            .toArray();
  }

  private static ResetHint hint(@Nullable String text) {
    return switch (text) {
      case null -> ResetHint.UNKNOWN;
      case "unknown" -> ResetHint.UNKNOWN;
      case "reset" -> ResetHint.RESET;
      case "not_reset" -> ResetHint.NOT_RESET;
      case "gauge" -> ResetHint.GAUGE;
      default -> throw new IllegalArgumentException("no counter_reset_hint: " + text);
    };
  }
}
