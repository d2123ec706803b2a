package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads histograms as scripts write them: `{{schema:1 sum:5 count:3 buckets:[1 2] offset:1}}`.
public final class ScriptHistogram {

  private static final Pattern FIELD = Pattern.compile("([a-z_]+):(\\[[^\\]]*]|\\S+)");

  private ScriptHistogram() {}

  /// The histogram that `fields` describe, such as `sum:5 count:3 buckets:[1 2]`.
  public static NativeHistogram of(String fields) {
    return parse("{{" + fields + "}}").histogram();
  }

  /// A histogram and whether its hint was written.
  record Written(NativeHistogram histogram, boolean hintSet) {}

  /// @param text with the braces
  static Written parse(String text) {
    Map<String, String> fields = new HashMap<>();
    FIELD
        .matcher(text.substring(2, text.length() - 2))
        .results()
        .forEach(field -> fields.put(field.group(1), field.group(2)));
    double[] positive = numbers(fields.remove("buckets"));
    double[] negative = numbers(fields.remove("n_buckets"));
    String hint = fields.remove("counter_reset_hint");
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
            hint == null ? ResetHint.UNKNOWN : hint(hint));
    if (!fields.isEmpty()) {
      throw new IllegalArgumentException("unknown fields " + fields + " in " + text);
    }
    return new Written(histogram, hint != null);
  }

  private static int[] span(int offset, double[] counts) {
    return counts.length == 0 ? new int[0] : new int[] {offset, counts.length};
  }

  private static double number(@Nullable String text) {
    return text == null ? 0 : ScriptSeries.number(text);
  }

  private static double[] numbers(@Nullable String text) {
    return text == null
        ? new double[0]
        : Arrays.stream(text.substring(1, text.length() - 1).strip().split("\\s+"))
            .filter(word -> !word.isEmpty())
            .mapToDouble(ScriptSeries::number)
            .toArray();
  }

  private static ResetHint hint(String text) {
    return switch (text) {
      case "unknown" -> ResetHint.UNKNOWN;
      case "reset" -> ResetHint.RESET;
      case "not_reset" -> ResetHint.NOT_RESET;
      case "gauge" -> ResetHint.GAUGE;
      default -> throw new IllegalArgumentException("no hint: " + text);
    };
  }
}
