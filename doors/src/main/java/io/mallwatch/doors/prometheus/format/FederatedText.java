package io.mallwatch.doors.prometheus.format;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Federation as text (version 0.0.4). Histograms with explicit bounds become classic ones; those
/// with exponential bounds have no form in this format and are left to readers that ask for
/// protobuf, as in Prometheus.
public final class FederatedText {

  private final StringBuilder out = new StringBuilder();
  private final Map<String, String> added;
  private final boolean utf8;

  private FederatedText(Map<String, String> added, boolean utf8) {
    this.added = added;
    this.utf8 = utf8;
  }

  /// @param added labels of every series that does not have them, empty values too
  /// @param utf8 whether names may hold any character; else others become underscores
  public static byte[] page(List<NewestSample> samples, Map<String, String> added, boolean utf8) {
    FederatedText text = new FederatedText(added, utf8);
    String family = "";
    for (NewestSample sample : samples) {
      NativeHistogram histogram = sample.histogram();
      String type = histogram == null ? "untyped" : "histogram";
      if (histogram != null && !histogram.usesCustomBuckets()) {
        continue;
      }
      String name = sample.labels().metricName();
      if (!family.equals(name + ' ' + type)) {
        family = name + ' ' + type;
        text.out.append("# TYPE ").append(text.familyName(name)).append(' ');
        text.out.append(type).append('\n');
      }
      if (histogram == null) {
        text.line(name, sample.labels(), "", sample.value(), sample.timeMillis());
      } else {
        text.histogram(name, sample, histogram);
      }
    }
    return text.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String familyName(String name) {
    return TextFormat.isPlainName(name)
        ? name
        : utf8 ? '"' + TextFormat.escaped(name) + '"' : TextFormat.underscored(name);
  }

  private void line(String name, Labels labels, String bound, double value, long timeMillis) {
    boolean quoted = utf8 && !TextFormat.isPlainName(name);
    if (quoted) {
      out.append("{\"").append(TextFormat.escaped(name)).append('"');
    } else {
      out.append(TextFormat.underscored(name));
    }
    boolean open = quoted;
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.name(i).equals(Labels.METRIC_NAME)) {
        label(open, labels.name(i), labels.value(i));
        open = true;
      }
    }
    for (Map.Entry<String, String> label : added.entrySet()) {
      if (!labels.has(label.getKey())) {
        label(open, label.getKey(), label.getValue());
        open = true;
      }
    }
    if (!bound.isEmpty()) {
      label(open, "le", bound);
      open = true;
    }
    out.append(open ? "} " : " ")
        .append(GoFloat.plain(value))
        .append(' ')
        .append(timeMillis)
        .append('\n');
  }

  private void label(boolean open, String name, String value) {
    out.append(open ? ',' : '{');
    if (utf8 && !TextFormat.isPlainName(name)) {
      out.append('"').append(TextFormat.escaped(name)).append('"');
    } else {
      out.append(TextFormat.underscored(name));
    }
    out.append("=\"").append(TextFormat.escaped(value)).append('"');
  }

  private void histogram(String name, NewestSample sample, NativeHistogram histogram) {
    double[] bounds = histogram.customValues();
    double[] cumulative = FederatedProto.cumulative(histogram);
    for (int i = 0; i < bounds.length; i++) {
      line(
          name + "_bucket",
          sample.labels(),
          GoFloat.plain(bounds[i]),
          cumulative[i],
          sample.timeMillis());
    }
    line(name + "_bucket", sample.labels(), "+Inf", histogram.count(), sample.timeMillis());
    line(name + "_sum", sample.labels(), "", histogram.sum(), sample.timeMillis());
    line(name + "_count", sample.labels(), "", histogram.count(), sample.timeMillis());
  }
}
