package io.mallwatch.metrics.promql.vector;

import io.airlift.compress.v3.xxhash.XxHash64JavaHasher;
import io.mallwatch.model.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Prometheus's hash of a label set (`labels_stringlabels.go`), so that `limit_ratio` picks the
/// same series.
public final class SeriesHash {

  private static final double TWO_TO_64 = 0x1p64;

  private SeriesHash() {}

  /// XXH64 over all names and values, each after its length.
  static long of(Labels labels) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int i = 0; i < labels.size(); i++) {
      write(data, labels.name(i));
      write(data, labels.value(i));
    }
    return hash(data.toByteArray());
  }

  private static long hash(byte[] data) {
    return XxHash64JavaHasher.hash(data, 0, data.length, 0);
  }

  /// One byte of length, or 255 and three.
  private static void write(ByteArrayOutputStream data, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < 255) {
      data.write(bytes.length);
    } else {
      data.write(255);
      data.write(bytes.length);
      data.write(bytes.length >> 8);
      data.write(bytes.length >> 16);
    }
    data.writeBytes(bytes);
  }

  /// The hash as a share of its greatest value: evenly spread from 0 to 1.
  public static double share(Labels labels) {
    long hash = of(labels);
    double unsigned = hash < 0 ? ((hash >>> 1) | (hash & 1)) * 2.0 : hash;
    return unsigned / TWO_TO_64;
  }
}
