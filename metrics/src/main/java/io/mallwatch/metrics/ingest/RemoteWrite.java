package io.mallwatch.metrics.ingest;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyDecompressor;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.ArrayList;
import java.util.List;

/// Prometheus remote write 1.0: `prometheus.WriteRequest`, snappy block format. Format:
/// prometheus.io/docs/specs/prw/remote_write_spec. Not thread-safe; one for each request.
public final class RemoteWrite {

  private static final String[] TYPES = {
    "unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset"
  };

  private final List<SeriesSamples> series = new ArrayList<>();
  private final List<Exemplar> exemplars = new ArrayList<>();
  private final List<MetricMetadata> metadata = new ArrayList<>();
  private final Rejections rejections = new Rejections();
  private int points;

  private RemoteWrite() {}

  /// Undoes snappy's block format.
  ///
  /// @throws TooLargeException when the result would be larger than `limitBytes`
  /// @throws MalformedProtoException when the bytes are not snappy
  public static byte[] decompress(byte[] body, int limitBytes) {
    SnappyDecompressor snappy = new SnappyJavaDecompressor();
    try {
      int length = snappy.getUncompressedLength(body, 0);
      if (length < 0 || length > limitBytes) {
        throw new TooLargeException(
            "the request says it is %s bytes long, more than %d"
                .formatted(Integer.toUnsignedString(length), limitBytes));
      }
      byte[] plain = new byte[length];
      int written = snappy.decompress(body, 0, body.length, plain, 0, length);
      if (written != length) {
        throw new MalformedProtoException("the snappy block is shorter than it says");
      }
      return plain;
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MalformedProtoException("not a snappy block: " + e.getMessage());
    }
  }

  /// Reads an uncompressed request.
  ///
  /// @throws MalformedProtoException when it is no such message
  public static Decoded decode(byte[] request) {
    RemoteWrite reader = new RemoteWrite();
    ProtoCursor in = new ProtoCursor(request);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> reader.timeSeries(in.message());
        case 3 -> reader.metadata(in.message());
        default -> in.skip();
      }
    }
    return new Decoded(
        MetricBatch.of(reader.series, reader.exemplars, reader.metadata),
        reader.points,
        reader.rejections.counts(),
        reader.rejections.warnings());
  }

  private void timeSeries(ProtoCursor in) {
    List<String> pairs = new ArrayList<>();
    SampleRun samples = new SampleRun();
    List<Example> examples = new ArrayList<>();
    int histograms = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> pair(in.message(), pairs);
        case 2 -> sample(in.message(), samples);
        case 3 -> examples.add(example(in.message()));
        case 4 -> {
          in.skip();
          histograms++;
        }
        default -> in.skip();
      }
    }
    points += samples.size() + histograms;
    Labels labels = toLabels(pairs, samples.size() + histograms);
    if (labels.isEmpty()) {
      return;
    }
    if (histograms > 0) {
      rejections.add(
          "native_histogram_unsupported",
          histograms,
          "native histograms are not stored: " + labels);
    }
    if (samples.size() > 0) {
      series.add(samples.of(labels));
    }
    for (Example example : examples) {
      exemplars.add(new Exemplar(labels, example.labels(), example.value(), example.millis()));
    }
  }

  /// Empty when the labels cannot be those of a series; then `lost` points are counted.
  private Labels toLabels(List<String> pairs, int lost) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).isEmpty()) {
        rejections.add("bad_label", lost, "a series has a label without a name");
        return Labels.EMPTY;
      }
      for (int j = i + 2; j < pairs.size(); j += 2) {
        if (pairs.get(i).equals(pairs.get(j))) {
          rejections.add("bad_label", lost, "a series has label %s twice".formatted(pairs.get(i)));
          return Labels.EMPTY;
        }
      }
    }
    Labels labels = Labels.of(pairs.toArray(String[]::new));
    if (labels.isEmpty()) {
      rejections.add("bad_label", lost, "a series has no labels");
    }
    return labels;
  }

  private static void pair(ProtoCursor in, List<String> pairs) {
    String name = "";
    String value = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.string();
        case 2 -> value = in.string();
        default -> in.skip();
      }
    }
    pairs.add(name);
    pairs.add(value);
  }

  private static void sample(ProtoCursor in, SampleRun samples) {
    double value = 0;
    long millis = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> value = in.fixedDouble();
        case 2 -> millis = in.varint();
        default -> in.skip();
      }
    }
    samples.add(millis, value);
  }

  private record Example(Labels labels, double value, long millis) {}

  private static Example example(ProtoCursor in) {
    List<String> pairs = new ArrayList<>();
    double value = 0;
    long millis = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> pair(in.message(), pairs);
        case 2 -> value = in.fixedDouble();
        case 3 -> millis = in.varint();
        default -> in.skip();
      }
    }
    pairs.removeIf(String::isEmpty);
    Labels labels = pairs.size() % 2 == 0 ? Labels.of(pairs.toArray(String[]::new)) : Labels.EMPTY;
    return new Example(labels, value, millis);
  }

  private void metadata(ProtoCursor in) {
    int type = 0;
    String family = "";
    String help = "";
    String unit = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> type = (int) in.varint();
        case 2 -> family = in.string();
        case 4 -> help = in.string();
        case 5 -> unit = in.string();
        default -> in.skip();
      }
    }
    if (!family.isEmpty()) {
      String name = type >= 0 && type < TYPES.length ? TYPES[type] : TYPES[0];
      metadata.add(new MetricMetadata(family, name, help, unit));
    }
  }
}
