package io.mallwatch.metrics.ingest.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.ingest.Delimited;
import io.mallwatch.metrics.ingest.MalformedExpositionException;
import io.mallwatch.metrics.ingest.RandomHistograms;
import io.mallwatch.metrics.ingest.RecordingSink.Row;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.ProtoWriter;
import io.mallwatch.testkit.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ProtobufPageTest {

  private static final PageOptions NATIVE =
      new PageOptions(true, false, 0, 600_000, 0, 8, true, false, false);

  private static ProtoWriter family(String name, int type, ProtoWriter... metrics) {
    ProtoWriter out =
        new ProtoWriter().string(1, name).string(2, "Help of " + name + ".").varint(3, type);
    for (ProtoWriter metric : metrics) {
      out.message(4, metric);
    }
    return out;
  }

  private static ProtoWriter metric(int valueField, ProtoWriter value, String... labels) {
    ProtoWriter out = new ProtoWriter();
    for (int i = 0; i < labels.length; i += 2) {
      out.message(1, new ProtoWriter().string(1, labels[i]).string(2, labels[i + 1]));
    }
    return out.message(valueField, value);
  }

  private static ProtoWriter number(double value) {
    return new ProtoWriter().fixedDouble(1, value);
  }

  private static ProtoWriter time(long millis) {
    return new ProtoWriter().varint(1, millis / 1000).varint(2, millis % 1000 * 1_000_000);
  }

  private static ProtoWriter example(String trace, double value, long millis) {
    ProtoWriter out =
        new ProtoWriter()
            .message(1, new ProtoWriter().string(1, "trace_id").string(2, trace))
            .fixedDouble(2, value);
    return millis == 0 ? out : out.message(3, time(millis));
  }

  private static ProtoWriter bucket(double bound, long count) {
    return new ProtoWriter().varint(1, count).fixedDouble(2, bound);
  }

  private static ProtoWriter classic() {
    return new ProtoWriter()
        .varint(1, 7)
        .fixedDouble(2, 12.5)
        .message(3, bucket(0.5, 2).message(3, example("ab", 0.25, 0)))
        .message(3, bucket(1, 2).message(3, example("cd", 0.75, 900)))
        .message(15, time(500));
  }

  private static void addNative(ProtoWriter out, NativeHistogram histogram) {
    boolean whole = histogram.count() == Math.rint(histogram.count());
    out.zigzag(5, histogram.schema()).fixedDouble(6, histogram.zeroThreshold());
    out.fixedDouble(2, histogram.sum());
    if (whole) {
      out.varint(1, (long) histogram.count()).varint(7, (long) histogram.zeroCount());
    } else {
      out.fixedDouble(4, histogram.count()).fixedDouble(8, histogram.zeroCount());
    }
    side(out, 9, histogram.negativeSpans(), histogram.negativeBuckets(), whole);
    side(out, 12, histogram.positiveSpans(), histogram.positiveBuckets(), whole);
  }

  private static void side(
      ProtoWriter out, int field, int[] spans, double[] counts, boolean whole) {
    for (int i = 0; i < spans.length; i += 2) {
      out.message(field, new ProtoWriter().zigzag(1, spans[i]).varint(2, spans[i + 1]));
    }
    long last = 0;
    for (double count : counts) {
      if (whole) {
        out.zigzag(field + 1, (long) count - last);
        last = (long) count;
      } else {
        out.fixedDouble(field + 2, count);
      }
    }
  }

  private static byte[] page(ProtoWriter... families) {
    return Delimited.of(List.of(families));
  }

  @Test
  void allTypesAreRead() {
    Pages pages = Pages.plain();
    byte[] page =
        page(
            family(
                "orders",
                0,
                metric(
                    3,
                    number(12.5).message(2, example("ab", 1, 800)).message(3, time(300)),
                    "shop",
                    "上海")),
            family(
                "depth", 1, metric(2, number(-1)).varint(6, 700), metric(2, number(0), "a", "b")),
            family("raw", 3, metric(5, number(Double.NEGATIVE_INFINITY))),
            family(
                "wait",
                2,
                metric(
                    4,
                    new ProtoWriter()
                        .varint(1, 3)
                        .fixedDouble(2, 4.5)
                        .message(3, new ProtoWriter().fixedDouble(1, 0.5).fixedDouble(2, 1.25)))),
            family("t", 4, metric(7, classic())));

    for (int i = 1; i <= 2; i++) {
      long now = i * 1000L;
      assertThat(pages.read(page, PageFormat.PROTOBUF))
          .containsExactly(
              Row.of(Labels.of("__name__", "orders", "shop", "上海"), now, 12.5).startedAt(300),
              Row.of(Labels.of("__name__", "depth"), 700, -1),
              Row.of(Labels.of("__name__", "depth", "a", "b"), now, 0),
              Row.of(Labels.of("__name__", "raw"), now, Double.NEGATIVE_INFINITY),
              Row.of(Labels.of("__name__", "wait_count"), now, 3),
              Row.of(Labels.of("__name__", "wait_sum"), now, 4.5),
              Row.of(Labels.of("__name__", "wait", "quantile", "0.5"), now, 1.25),
              Row.of(Labels.of("__name__", "t_count"), now, 7).startedAt(500),
              Row.of(Labels.of("__name__", "t_sum"), now, 12.5).startedAt(500),
              Row.of(Labels.of("__name__", "t_bucket", "le", "0.5"), now, 2).startedAt(500),
              Row.of(Labels.of("__name__", "t_bucket", "le", "1.0"), now, 2).startedAt(500),
              Row.of(Labels.of("__name__", "t_bucket", "le", "+Inf"), now, 7).startedAt(500));
    }
    assertThat(pages.batch().exemplars())
        .containsExactly(
            new Exemplar(
                Labels.of("__name__", "orders", "shop", "上海"), Labels.of("trace_id", "ab"), 1, 800),
            new Exemplar(
                Labels.of("__name__", "t_bucket", "le", "0.5"),
                Labels.of("trace_id", "ab"),
                0.25,
                2000),
            new Exemplar(
                Labels.of("__name__", "t_bucket", "le", "1.0"),
                Labels.of("trace_id", "cd"),
                0.75,
                900));
    assertThat(pages.target().metadata())
        .contains(new MetricMetadata("wait", "summary", "Help of wait.", ""));
    assertThat(pages.target().outcome().added()).isZero();
  }

  private static NativeHistogram compact(RandomGenerator random) {
    NativeHistogram histogram = RandomHistograms.next(random, random.nextBoolean(), false);
    for (int i = 0; i < histogram.positiveBuckets().length; i++) {
      histogram.positiveBuckets()[i] += 1;
    }
    for (int i = 0; i < histogram.negativeBuckets().length; i++) {
      histogram.negativeBuckets()[i] += 1;
    }
    double count =
        histogram.count() + histogram.positiveBuckets().length + histogram.negativeBuckets().length;
    int[] positive = apart(histogram.positiveSpans());
    int[] negative = apart(histogram.negativeSpans());
    return new NativeHistogram(
        histogram.schema(),
        histogram.zeroThreshold(),
        histogram.zeroCount(),
        count,
        histogram.sum(),
        positive,
        histogram.positiveBuckets(),
        negative,
        histogram.negativeBuckets(),
        new double[0],
        ResetHint.UNKNOWN);
  }

  private static int[] apart(int[] spans) {
    for (int i = 2; i < spans.length; i += 2) {
      spans[i] = Math.max(1, Math.abs(spans[i]));
    }
    return spans;
  }

  @Test
  void nativeHistogramsComeOutAsTheyWentIn() {
    Gen.forAll(
        500,
        random -> Gen.lists(ProtobufPageTest::compact, 5).next(random),
        all -> {
          ProtoWriter[] metrics = new ProtoWriter[all.size()];
          List<Row> expected = new ArrayList<>();
          for (int i = 0; i < metrics.length; i++) {
            ProtoWriter out = new ProtoWriter();
            addNative(out, all.get(i));
            metrics[i] = metric(7, out, "i", "n" + i);
            expected.add(Row.of(Labels.of("__name__", "h", "i", "n" + i), 1000, all.get(i)));
          }
          assertThat(Pages.with(NATIVE).read(page(family("h", 4, metrics)), PageFormat.PROTOBUF))
              .containsExactlyElementsOf(expected);
        });
  }

  private static ProtoWriter both() {
    ProtoWriter out = classic();
    addNative(
        out,
        new NativeHistogram(
            3,
            0.001,
            1,
            7,
            12.5,
            new int[] {1, 2, 5, 1},
            new double[] {3, 0, 3},
            new int[0],
            new double[0],
            new double[0],
            ResetHint.UNKNOWN));
    return out;
  }

  @Test
  void whatIsClassicAndNativeIsTakenAsConfigured() {
    byte[] page = page(family("t", 4, metric(7, both())));

    List<Row> asNative = Pages.with(NATIVE).read(page, PageFormat.PROTOBUF);
    assertThat(asNative).hasSize(1);
    NativeHistogram taken = Objects.requireNonNull(asNative.getFirst().histogram());
    assertThat(taken.positiveSpans()).containsExactly(1, 1, 6, 1);
    assertThat(taken.positiveBuckets()).containsExactly(3, 3);
    assertThat(asNative.getFirst().startMillis()).isEqualTo(500);

    assertThat(Pages.plain().read(page, PageFormat.PROTOBUF)).hasSize(5);
    assertThat(
            Pages.with(new PageOptions(true, false, 0, 600_000, 0, 8, true, true, false))
                .read(page, PageFormat.PROTOBUF))
        .hasSize(6);
    Pages convertedPages =
        Pages.with(new PageOptions(true, false, 0, 600_000, 0, 8, false, false, true));
    List<Row> converted = convertedPages.read(page, PageFormat.PROTOBUF);
    assertThat(converted).hasSize(1);
    NativeHistogram custom = Objects.requireNonNull(converted.getFirst().histogram());
    assertThat(custom.customValues()).containsExactly(0.5, 1);
    assertThat(custom.count()).isEqualTo(7);
    assertThat(convertedPages.batch().exemplars())
        .containsExactly(
            new Exemplar(Labels.of("__name__", "t"), Labels.of("trace_id", "cd"), 0.75, 900));
  }

  @Test
  void bucketsAreMadeCoarserUntilTheyFitTheLimit() {
    byte[] page = page(family("t", 4, metric(7, both())));

    List<Row> rows =
        Pages.with(new PageOptions(true, false, 0, 600_000, 1, 8, true, false, false))
            .read(page, PageFormat.PROTOBUF);
    NativeHistogram coarse = Objects.requireNonNull(rows.getFirst().histogram());
    assertThat(coarse.positiveBuckets()).hasSize(1);
    assertThat(coarse.schema()).isLessThan(3);

    rows =
        Pages.with(new PageOptions(true, false, 0, 600_000, 0, 1, true, false, false))
            .read(page, PageFormat.PROTOBUF);
    assertThat(Objects.requireNonNull(rows.getFirst().histogram()).schema()).isEqualTo(1);

    ProtoWriter wide = new ProtoWriter();
    addNative(
        wide,
        new NativeHistogram(
            -4,
            0.001,
            0,
            2,
            1,
            new int[] {0, 1, 3, 1},
            new double[] {1, 1},
            new int[0],
            new double[0],
            new double[0],
            ResetHint.UNKNOWN));
    assertThatThrownBy(() ->
            Pages.with(new PageOptions(true, false, 0, 600_000, 1, 8, true, false, false))
                .read(page(family("wide", 4, metric(7, wide))), PageFormat.PROTOBUF))
        .hasMessage("bucket limit exceeded: wide has 2 buckets, the limit is 1");
  }

  @Test
  void whatIsWrongFailsThePage() {
    ProtoWriter bad = new ProtoWriter().varint(1, 3).varint(7, 1).zigzag(5, 3);
    List<byte[]> wrong =
        List.of(
            page(family("", 1, metric(2, number(1)))),
            page(family("a", 9, metric(2, number(1)))),
            page(family("a", 1, metric(2, number(1), "x", "1", "x", "2"))),
            page(family("a", 1, metric(2, number(1), "", "1"))),
            page(family("a", 4, metric(7, bad))),
            new byte[] {5, 1},
            new byte[] {(byte) 0xff});
    for (byte[] page : wrong) {
      assertThatThrownBy(() -> Pages.with(NATIVE).read(page, PageFormat.PROTOBUF))
          .isInstanceOf(MalformedExpositionException.class);
    }
    assertThat(Pages.plain().read(page(family("none", 1)), PageFormat.PROTOBUF)).isEmpty();
    assertThat(Pages.plain().read(new byte[0], PageFormat.PROTOBUF)).isEmpty();
  }

  @Test
  void anyBytesAreReadOrRefused() {
    Pages pages = Pages.with(new PageOptions(true, false, 0, 600_000, 4, 8, true, true, true));
    byte[] page =
        page(
            family("a", 0, metric(3, number(1).message(2, example("ab", 1, 1)), "x", "1")),
            family("s", 2, metric(4, new ProtoWriter().message(3, number(1)), "x", "1")),
            family("t", 4, metric(7, both()), metric(7, classic(), "y", "2")));
    Gen.forAll(
        6000,
        random -> {
          byte[] bytes = page.clone();
          for (int i = 0; i < 1 + random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          return bytes;
        },
        bytes -> {
          try {
            pages.read(bytes, PageFormat.PROTOBUF);
          } catch (MalformedExpositionException | PageLimitException expected) {
            assertThat(expected).hasMessageNotContaining("null");
          }
        });
  }
}
