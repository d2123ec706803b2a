package io.mallwatch.doors.prometheus.format;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/// Federation as protobuf: `io.prometheus.client.MetricFamily` messages, each after its length, all
/// of them untyped or histograms.
public final class FederatedProto {

  private static final int UNTYPED = 3;
  private static final int HISTOGRAM = 4;
  private static final int GAUGE_HISTOGRAM = 5;

  private FederatedProto() {}

  /// @param added labels of every series that does not have them, empty values too
  public static byte[] page(List<NewestSample> samples, Map<String, String> added) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    ProtoWriter family = new ProtoWriter();
    String name = "";
    int type = -1;
    for (NewestSample sample : samples) {
      int wanted = type(sample);
      if (wanted != type || !sample.labels().metricName().equals(name)) {
        end(page, family);
        name = sample.labels().metricName();
        type = wanted;
        family = new ProtoWriter().string(1, name).varint(3, type);
      }
      family.message(4, metric(sample, added));
    }
    end(page, family);
    return page.toByteArray();
  }

  private static int type(NewestSample sample) {
    NativeHistogram histogram = sample.histogram();
    if (histogram == null) {
      return UNTYPED;
    }
    return histogram.hint() == NativeHistogram.ResetHint.GAUGE ? GAUGE_HISTOGRAM : HISTOGRAM;
  }

  private static void end(ByteArrayOutputStream page, ProtoWriter family) {
    if (family.size() > 0) {
      ProtoWriter length = new ProtoWriter();
      length.rawVarint(family.size());
      page.writeBytes(length.toByteArray());
      page.writeBytes(family.toByteArray());
    }
  }

  private static ProtoWriter metric(NewestSample sample, Map<String, String> added) {
    ProtoWriter metric = new ProtoWriter();
    Labels labels = sample.labels();
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.name(i).equals(Labels.METRIC_NAME)) {
        metric.message(1, new ProtoWriter().string(1, labels.name(i)).string(2, labels.value(i)));
      }
    }
    added.forEach((name, value) -> {
      if (!labels.has(name)) {
        metric.message(1, new ProtoWriter().string(1, name).string(2, value));
      }
    });
    NativeHistogram histogram = sample.histogram();
    if (histogram == null) {
      metric.message(5, new ProtoWriter().fixedDouble(1, sample.value()));
    } else {
      metric.message(
          7, histogram.usesCustomBuckets() ? classic(histogram) : exponential(histogram));
    }
    return metric.varint(6, sample.timeMillis());
  }

  private static ProtoWriter exponential(NativeHistogram histogram) {
    ProtoWriter out =
        new ProtoWriter()
            .fixedDouble(4, histogram.count())
            .fixedDouble(2, histogram.sum())
            .zigzag(5, histogram.schema())
            .fixedDouble(6, histogram.zeroThreshold())
            .fixedDouble(8, histogram.zeroCount());
    spans(out, 9, histogram.negativeSpans());
    for (double count : histogram.negativeBuckets()) {
      out.fixedDouble(11, count);
    }
    spans(out, 12, histogram.positiveSpans());
    for (double count : histogram.positiveBuckets()) {
      out.fixedDouble(14, count);
    }
    return out;
  }

  private static void spans(ProtoWriter out, int field, int[] spans) {
    for (int i = 0; i + 1 < spans.length; i += 2) {
      out.message(field, new ProtoWriter().zigzag(1, spans[i]).varint(2, spans[i + 1]));
    }
  }

  private static ProtoWriter classic(NativeHistogram histogram) {
    ProtoWriter out =
        new ProtoWriter().fixedDouble(4, histogram.count()).fixedDouble(2, histogram.sum());
    double[] cumulative = cumulative(histogram);
    for (int i = 0; i < cumulative.length; i++) {
      out.message(
          3,
          new ProtoWriter()
              .fixedDouble(4, cumulative[i])
              .fixedDouble(2, histogram.customValues()[i]));
    }
    return out;
  }

  /// Observations up to each bound of a histogram with explicit bounds.
  static double[] cumulative(NativeHistogram histogram) {
    double[] counts = new double[histogram.customValues().length];
    int[] spans = histogram.positiveSpans();
    int index = 0;
    int at = 0;
    for (int i = 0; i + 1 < spans.length; i += 2) {
      index += spans[i];
      for (int j = 0; j < spans[i + 1]; j++, index++, at++) {
        if (index < counts.length) {
          counts[index] = histogram.positiveBuckets()[at];
        }
      }
    }
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
    return counts;
  }
}
