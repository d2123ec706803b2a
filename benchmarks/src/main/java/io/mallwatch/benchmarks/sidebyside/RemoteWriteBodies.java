package io.mallwatch.benchmarks.sidebyside;

import io.airlift.compress.v3.snappy.SnappyCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Bodies of remote write 1.0.
final class RemoteWriteBodies {

  private final SnappyCompressor snappy = new SnappyJavaCompressor();

  /// One sample of each series.
  byte[] of(List<MallSeries.Series> series, int round, long millis) {
    ByteArrayOutputStream request = new ByteArrayOutputStream(series.size() * 200);
    for (MallSeries.Series one : series) {
      ByteArrayOutputStream body = new ByteArrayOutputStream(200);
      for (int i = 0; i < one.labels().length; i += 2) {
        label(body, one.labels()[i], one.labels()[i + 1]);
      }
      ByteArrayOutputStream sample = new ByteArrayOutputStream(20);
      sample.write(0x09);
      long bits = Double.doubleToRawLongBits(MallSeries.value(one, round));
      for (int shift = 0; shift < 64; shift += 8) {
        sample.write((int) (bits >>> shift));
      }
      sample.write(0x10);
      varint(sample, millis);
      field(body, 0x12, sample.toByteArray());
      field(request, 0x0a, body.toByteArray());
    }
    byte[] raw = request.toByteArray();
    byte[] packed = new byte[snappy.maxCompressedLength(raw.length)];
    int length = snappy.compress(raw, 0, raw.length, packed, 0, packed.length);
    return Arrays.copyOf(packed, length);
  }

  private static void label(ByteArrayOutputStream out, String name, String value) {
    ByteArrayOutputStream label = new ByteArrayOutputStream(64);
    field(label, 0x0a, name.getBytes(StandardCharsets.UTF_8));
    field(label, 0x12, value.getBytes(StandardCharsets.UTF_8));
    field(out, 0x0a, label.toByteArray());
  }

  private static void field(ByteArrayOutputStream out, int tag, byte[] bytes) {
    out.write(tag);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
