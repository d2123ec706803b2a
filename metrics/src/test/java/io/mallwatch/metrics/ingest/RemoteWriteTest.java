package io.mallwatch.metrics.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.model.wire.ProtoWriter;
import io.mallwatch.testkit.Gen;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemoteWriteTest {

  private static ProtoWriter pair(String name, String value) {
    return new ProtoWriter().string(1, name).string(2, value);
  }

  private static ProtoWriter sample(double value, long millis) {
    return new ProtoWriter().fixedDouble(1, value).varint(2, millis);
  }

  private static byte[] compress(byte[] plain) {
    SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    byte[] out = new byte[snappy.maxCompressedLength(plain.length)];
    int size = snappy.compress(plain, 0, plain.length, out, 0, out.length);
    return Arrays.copyOf(out, size);
  }

  private static byte[] request() {
    ProtoWriter series =
        new ProtoWriter()
            .message(1, pair("__name__", "orders_total"))
            .message(1, pair("shop", "上海"))
            .message(2, sample(12.5, 2000))
            .message(2, sample(12, 1000))
            .message(2, sample(Sample.staleNan(), 3000))
            .message(
                3,
                new ProtoWriter()
                    .message(1, pair("trace_id", "ab"))
                    .fixedDouble(2, 0.5)
                    .varint(3, 1500));
    ProtoWriter histogram =
        new ProtoWriter()
            .message(1, pair("__name__", "native"))
            .message(4, new ProtoWriter().varint(1, 1));
    ProtoWriter metadata =
        new ProtoWriter()
            .varint(1, 1)
            .string(2, "orders_total")
            .string(4, "Paid orders.")
            .string(5, "orders");
    return new ProtoWriter()
        .message(1, series)
        .message(1, histogram)
        .message(3, metadata)
        .string(99, "from the future")
        .toByteArray();
  }

  @Test
  void aRequestIsReadAndSamplesAreSorted() {
    Decoded decoded = RemoteWrite.decode(request());

    Labels labels = Labels.of("__name__", "orders_total", "shop", "上海");
    SeriesSamples samples = decoded.batch().series().getFirst();
    assertThat(samples.labels()).isEqualTo(labels);
    assertThat(samples.timestampsMillis()).containsExactly(1000, 2000, 3000);
    assertThat(samples.values()[1]).isEqualTo(12.5);
    assertThat(Sample.isStale(samples.values()[2])).isTrue();
    assertThat(decoded.batch().exemplars())
        .containsExactly(new Exemplar(labels, Labels.of("trace_id", "ab"), 0.5, 1500));
    assertThat(decoded.batch().metadata())
        .containsExactly(new MetricMetadata("orders_total", "counter", "Paid orders.", "orders"));
    assertThat(decoded.points()).isEqualTo(4);
    assertThat(decoded.rejected()).isEqualTo(Map.of("native_histogram_unsupported", 1));
    assertThat(decoded.warnings()).hasSize(1);
  }

  @Test
  void aSeriesWithALabelTwiceIsRefusedAlone() {
    ProtoWriter series =
        new ProtoWriter()
            .message(1, pair("__name__", "a"))
            .message(1, pair("b", "1"))
            .message(1, pair("b", "2"))
            .message(2, sample(1, 1));
    byte[] body =
        new ProtoWriter()
            .message(1, series)
            .message(
                1, new ProtoWriter().message(1, pair("__name__", "good")).message(2, sample(1, 1)))
            .toByteArray();

    Decoded decoded = RemoteWrite.decode(body);

    assertThat(decoded.batch().series()).hasSize(1);
    assertThat(decoded.rejected()).isEqualTo(Map.of("bad_label", 1));
  }

  @Test
  void snappyIsUndoneWithinTheLimit() {
    byte[] plain = request();

    assertThat(RemoteWrite.decompress(compress(plain), plain.length)).isEqualTo(plain);
    assertThatThrownBy(() -> RemoteWrite.decompress(compress(plain), plain.length - 1))
        .isInstanceOf(TooLargeException.class);
  }

  @Test
  void aBodyThatClaimsToBeHugeIsRefusedBeforeAnythingIsAllocated() {
    byte[] bomb = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0};

    assertThatThrownBy(() -> RemoteWrite.decompress(bomb, 32 << 20))
        .isInstanceOfAny(TooLargeException.class, MalformedProtoException.class);
  }

  @Test
  void brokenBytesAreRefused() {
    Gen<byte[]> broken =
        random -> {
          byte[] bytes = random.nextBoolean() ? compress(request()) : request();
          for (int i = 0; i < 1 + random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          return Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
        };
    Gen.forAll(
        3000,
        broken,
        bytes -> {
          try {
            RemoteWrite.decode(RemoteWrite.decompress(bytes, 1 << 16));
          } catch (MalformedProtoException | TooLargeException expected) {
            assertThat(expected).hasMessageNotContaining("null");
          }
          try {
            RemoteWrite.decode(bytes);
          } catch (MalformedProtoException expected) {
            assertThat(expected).hasMessageContaining("protobuf");
          }
        });
    assertThatThrownBy(() -> RemoteWrite.decompress(new byte[0], 100))
        .isInstanceOf(MalformedProtoException.class);
  }
}
