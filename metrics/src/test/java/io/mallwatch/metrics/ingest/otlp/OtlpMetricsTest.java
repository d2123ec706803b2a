package io.mallwatch.metrics.ingest.otlp;

import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.CUMULATIVE;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.DELTA;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.EXPONENTIAL;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.GAUGE;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.HISTOGRAM;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.SUM;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.SUMMARY;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.attribute;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.metric;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.number;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.request;
import static io.mallwatch.metrics.ingest.otlp.OtlpMessages.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.ingest.Decoded;
import io.mallwatch.metrics.ingest.RecordingSink;
import io.mallwatch.metrics.ingest.RecordingSink.Row;
import io.mallwatch.metrics.ingest.otlp.OtlpMetricsConfig.Deltas;
import io.mallwatch.metrics.ingest.otlp.OtlpMetricsConfig.Promotion;
import io.mallwatch.metrics.ingest.otlp.OtlpMetricsConfig.Translation;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.model.wire.ProtoWriter;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OtlpMetricsTest {

  private static final long AT = 1_790_000_000_000L;

  private final FakeClock clock = FakeClock.mondayMorning();
  private final OtlpMetrics decoder = new OtlpMetrics(OtlpMetricsConfig.defaults(), clock, 7);

  private static Labels series(String name, String... pairs) {
    return Labels.of("__name__", name, "job", "zhongdao/mall", "instance", "i-1")
        .with(Labels.of(pairs));
  }

  /// Value of each series at its last time, `target_info` left out.
  private static Map<Labels, Double> values(Decoded decoded) {
    Map<Labels, Double> values = new TreeMap<>(Labels.ORDER);
    for (SeriesSamples samples : decoded.batch().series()) {
      if (!samples.labels().metricName().equals("target_info")) {
        values.put(samples.labels(), samples.values()[samples.size() - 1]);
      }
    }
    return values;
  }

  @Test
  void aGaugeBecomesASeriesWithUnitAndIdentity() {
    Decoded decoded =
        decoder.decode(
            request(
                metric(
                    "jvm.memory.used", "By", GAUGE, new ProtoWriter().message(1, number(AT, 12)))));

    assertThat(values(decoded))
        .isEqualTo(Map.of(series("jvm_memory_used_bytes", "http_route", "/pay"), 12.0));
    assertThat(decoded.batch().metadata())
        .containsExactly(
            new MetricMetadata("jvm_memory_used_bytes", "gauge", "What it is.", "bytes"));
    assertThat(decoded.points()).isEqualTo(1);
  }

  @Test
  void otherAttributesOfTheResourceBecomeTargetInfo() {
    Decoded decoded =
        decoder.decode(
            request(
                metric(
                    "g",
                    "",
                    GAUGE,
                    new ProtoWriter()
                        .message(1, number(AT, 1))
                        .message(1, number(AT + 400_000, 1)))));

    SeriesSamples info = decoded.batch().series().getLast();
    assertThat(info.labels()).isEqualTo(series("target_info", "host_name", "db-1"));
    assertThat(info.timestampsMillis())
        .containsExactly(AT, AT + 150_000, AT + 300_000, AT + 400_000);
    assertThat(info.values()).containsOnly(1.0);
  }

  @Test
  void aCumulativeCounterKeepsItsValueAndGetsTotal() {
    Decoded decoded =
        decoder.decode(
            request(metric("orders", "{order}", SUM, sum(CUMULATIVE, true, number(AT, 7)))));

    assertThat(values(decoded))
        .isEqualTo(Map.of(series("orders_total", "http_route", "/pay"), 7.0));
    assertThat(decoded.batch().metadata().getFirst().type()).isEqualTo("counter");
  }

  @Test
  void deltasAreAddedUpAndLateOnesRefused() {
    ProtoWriter first = metric("orders", "", SUM, sum(DELTA, true, number(AT, 3)));
    ProtoWriter second =
        metric("orders", "", SUM, sum(DELTA, true, number(AT + 1000, 4), number(AT + 500, 100)));
    decoder.decode(request(first));

    Decoded decoded = decoder.decode(request(second));

    assertThat(values(decoded))
        .isEqualTo(Map.of(series("orders_total", "http_route", "/pay"), 7.0));
    assertThat(decoded.rejected()).isEqualTo(Map.of("delta_out_of_order", 1));
    assertThat(decoder.deltaSeries()).isEqualTo(1);
  }

  @Test
  void silentDeltasAreForgottenAndTheirNumberIsBounded() {
    OtlpMetricsConfig small =
        new OtlpMetricsConfig(
            Translation.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
            Promotion.none(),
            false,
            new Deltas(true, 3, Duration.ofMinutes(5)));
    OtlpMetrics bounded = new OtlpMetrics(small, clock, 7);
    for (int i = 0; i < 10; i++) {
      bounded.decode(request(metric("m" + i, "", SUM, sum(DELTA, true, number(AT, 1)))));
      assertThat(bounded.deltaSeries()).isLessThanOrEqualTo(4);
    }
    clock.advance(Duration.ofMinutes(6));
    bounded.decode(request(metric("m", "", SUM, sum(DELTA, true, number(AT, 1)))));
    assertThat(bounded.deltaSeries()).isEqualTo(1);
  }

  private static ProtoWriter histogram() {
    ProtoWriter exemplar =
        new ProtoWriter()
            .message(7, attribute("user.tier", "gold"))
            .fixed64(2, AT * 1_000_000)
            .fixedDouble(3, 0.07)
            .hex(4, "00f067aa0ba902b7")
            .hex(5, "4bf92f3577b34da6a3ce929d0e0e4736");
    return new ProtoWriter()
        .message(9, attribute("http.route", "/pay"))
        .fixed64(3, AT * 1_000_000)
        .fixed64(4, 10)
        .fixedDouble(5, 2.5)
        .bytes(6, new ProtoWriter().toByteArray())
        .fixed64(6, 1)
        .fixed64(6, 2)
        .fixed64(6, 7)
        .fixedDouble(7, 0.05)
        .fixedDouble(7, 10)
        .message(8, exemplar);
  }

  @Test
  void aHistogramBecomesCumulativeBuckets() {
    Decoded decoded =
        decoder.decode(
            request(
                metric(
                    "http.server.duration", "s", HISTOGRAM, sum(CUMULATIVE, false, histogram()))));

    String name = "http_server_duration_seconds";
    Labels bucket = series(name + "_bucket", "http_route", "/pay");
    assertThat(values(decoded))
        .isEqualTo(
            Map.of(
                bucket.with("le", "0.05"), 1.0,
                bucket.with("le", "10"), 3.0,
                bucket.with("le", "+Inf"), 10.0,
                series(name + "_count", "http_route", "/pay"), 10.0,
                series(name + "_sum", "http_route", "/pay"), 2.5));
    assertThat(decoded.batch().exemplars())
        .containsExactly(
            new Exemplar(
                bucket.with("le", "10"),
                Labels.of(
                    "trace_id",
                    "4bf92f3577b34da6a3ce929d0e0e4736",
                    "span_id",
                    "00f067aa0ba902b7",
                    "user.tier",
                    "gold"),
                0.07,
                AT));
  }

  @Test
  void aHistogramWhoseBucketsDoNotFitIsRefused() {
    ProtoWriter bad = histogram().fixedDouble(7, 20);

    Decoded decoded =
        decoder.decode(request(metric("h", "", HISTOGRAM, sum(CUMULATIVE, false, bad))));

    assertThat(values(decoded)).isEmpty();
    assertThat(decoded.rejected()).isEqualTo(Map.of("bad_histogram", 1));
  }

  private static ProtoWriter exponential(long millis, int scale, int offset, long... counts) {
    ProtoWriter packed = new ProtoWriter();
    long total = 2;
    for (long count : counts) {
      packed.rawVarint(count);
      total += count;
    }
    return new ProtoWriter()
        .message(1, attribute("http.route", "/pay"))
        .fixed64(2, (millis - 60_000) * 1_000_000)
        .fixed64(3, millis * 1_000_000)
        .fixed64(4, total)
        .fixedDouble(5, 12.5)
        .zigzag(6, scale)
        .fixed64(7, 2)
        .message(8, new ProtoWriter().zigzag(1, offset).bytes(2, packed.toByteArray()));
  }

  private static NativeHistogram expected(int schema, int[] spans, double... counts) {
    return new NativeHistogram(
        schema,
        1e-128,
        2,
        2 + Arrays.stream(counts).sum(),
        12.5,
        spans,
        counts,
        new int[0],
        new double[0],
        new double[0],
        ResetHint.UNKNOWN);
  }

  private List<Row> rows(OtlpMetrics with, byte[] request) {
    return RecordingSink.rows(with.decode(request).batch()).stream()
        .filter(row -> !row.labels().metricName().equals("target_info"))
        .toList();
  }

  @Test
  void exponentialHistogramsBecomeNativeOnes() {
    byte[] request =
        request(
            metric(
                "h",
                "s",
                EXPONENTIAL,
                sum(
                    CUMULATIVE,
                    false,
                    exponential(AT, 3, -2, 1, 0, 0, 2, 0, 0, 0, 5),
                    exponential(AT + 1, 10, 0, 1, 2, 3, 4, 5, 6, 7, 8))));
    Labels labels = series("h_seconds", "http_route", "/pay");

    assertThat(rows(decoder, request))
        .containsExactly(
            Row.of(labels, AT, expected(3, new int[] {-1, 4, 3, 1}, 1, 0, 0, 2, 5))
                .startedAt(AT - 60_000),
            Row.of(labels, AT + 1, expected(8, new int[] {1, 2}, 10, 26)).startedAt(AT - 59_999));
  }

  @Test
  void badExponentialHistogramsAreRefused() {
    Decoded decoded =
        decoder.decode(
            request(
                metric(
                    "h",
                    "",
                    EXPONENTIAL,
                    sum(
                        CUMULATIVE,
                        false,
                        exponential(AT, -5, 0, 1),
                        exponential(AT, 3, 0, 1).fixed64(4, 99)))));

    assertThat(decoded.rejected()).isEqualTo(Map.of("bad_histogram", 2));
    assertThat(decoded.warnings().getFirst()).contains("schema -5 is unknown", "h{", "/pay");
    assertThat(decoded.batch().size()).isZero();
  }

  @Test
  void deltasOfHistogramsAreAddedUp() {
    byte[] first =
        request(metric("h", "", EXPONENTIAL, sum(DELTA, false, exponential(AT, 1, 0, 1, 2))));
    byte[] second =
        request(
            metric("h", "", EXPONENTIAL, sum(DELTA, false, exponential(AT + 1, 0, 0, 4, 0, 1))));
    rows(decoder, first);

    NativeHistogram sum = rows(decoder, second).getFirst().histogram();
    assertThat(sum).isNotNull();
    assertThat(sum.schema()).isZero();
    assertThat(sum.count()).isEqualTo(12);
    assertThat(sum.zeroCount()).isEqualTo(4);
    assertThat(sum.sum()).isEqualTo(25);
    assertThat(sum.positiveSpans()).containsExactly(1, 3);
    assertThat(sum.positiveBuckets()).containsExactly(7, 0, 1);
    assertThat(decoder.decode(second).rejected()).isEqualTo(Map.of("delta_out_of_order", 1));
  }

  @Test
  void histogramsMayBecomeNativeOnesWithTheirBounds() {
    OtlpMetrics custom =
        new OtlpMetrics(
            new OtlpMetricsConfig(
                Translation.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                Promotion.none(),
                true,
                Deltas.defaults()),
            clock,
            7);

    List<Row> rows =
        rows(custom, request(metric("h", "", HISTOGRAM, sum(CUMULATIVE, false, histogram()))));

    assertThat(rows).hasSize(1);
    NativeHistogram made = rows.getFirst().histogram();
    assertThat(made).isNotNull();
    assertThat(made.customValues()).containsExactly(0.05, 10);
    assertThat(made.positiveBuckets()).containsExactly(1, 2, 7);
    assertThat(made.count()).isEqualTo(10);
    assertThat(made.sum()).isEqualTo(2.5);
  }

  @Test
  void deltasAreRefusedWhereTheyAreNotTaken() {
    OtlpMetrics strict =
        new OtlpMetrics(
            new OtlpMetricsConfig(
                Translation.NO_TRANSLATION,
                Promotion.none(),
                false,
                new Deltas(false, 10, Duration.ofMinutes(5))),
            clock,
            7);

    assertThat(
            strict
                .decode(request(metric("a.b", "", SUM, sum(DELTA, true, number(AT, 3)))))
                .rejected())
        .isEqualTo(Map.of("delta", 1));
    assertThat(
            decoder.decode(request(metric("a.b", "", SUM, sum(0, true, number(AT, 3))))).rejected())
        .isEqualTo(Map.of("bad_temporality", 1));
  }

  @Test
  void aPointThatComesAgainHasTheSameKeyAgain() {
    byte[] request =
        request(
            metric("g", "", GAUGE, new ProtoWriter().message(1, number(AT, 1))),
            metric("h", "s", HISTOGRAM, sum(CUMULATIVE, false, histogram())));
    var first = decoder.decode(request).batch();
    var second = decoder.decode(request).batch();

    assertThat(second.size()).isEqualTo(first.size()).isEqualTo(7);
    for (int i = 0; i < first.size(); i++) {
      assertThat(second.key(i)).isSameAs(first.key(i));
    }
  }

  @Test
  void promotedAttributesYieldToThoseOfThePointAndIdentityWins() {
    OtlpMetrics promoting =
        new OtlpMetrics(
            new OtlpMetricsConfig(
                Translation.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                new Promotion(List.of("service.name"), true, true, false),
                false,
                Deltas.defaults()),
            clock,
            7);
    ProtoWriter point =
        new ProtoWriter()
            .message(7, attribute("host.name", "own"))
            .message(7, attribute("job", "mine"))
            .message(7, attribute("__name__", "other"))
            .fixed64(3, AT * 1_000_000)
            .fixedDouble(4, 1);

    List<Row> rows =
        RecordingSink.rows(
            promoting
                .decode(request(metric("g", "", GAUGE, new ProtoWriter().message(1, point))))
                .batch());

    assertThat(rows.getFirst().labels())
        .isEqualTo(
            series(
                "g",
                "host_name",
                "own",
                "service_namespace",
                "zhongdao",
                "service_instance_id",
                "i-1"));
    assertThat(rows.getLast().labels().get("service_name")).isEqualTo("mall");
  }

  @Test
  void aSummaryBecomesQuantiles() {
    ProtoWriter point =
        new ProtoWriter()
            .fixed64(3, AT * 1_000_000)
            .fixed64(4, 5)
            .fixedDouble(5, 1.5)
            .message(6, new ProtoWriter().fixedDouble(1, 0.99).fixedDouble(2, 0.8));

    Decoded decoded =
        decoder.decode(request(metric("gc", "ms", SUMMARY, new ProtoWriter().message(1, point))));

    assertThat(values(decoded))
        .isEqualTo(
            Map.of(
                series("gc_milliseconds", "quantile", "0.99"), 0.8,
                series("gc_milliseconds_sum"), 1.5,
                series("gc_milliseconds_count"), 5.0));
  }

  @Test
  void aPointWithoutValueEndsItsSeries() {
    Decoded decoded =
        decoder.decode(
            request(
                metric("g", "", GAUGE, new ProtoWriter().message(1, number(AT, 5).varint(8, 1)))));

    assertThat(values(decoded).values()).allMatch(Sample::isStale);
  }

  @Test
  void attributesOfEveryKindBecomeText() {
    ProtoWriter list =
        new ProtoWriter()
            .message(1, new ProtoWriter().string(1, "a\"b"))
            .message(1, new ProtoWriter().varint(3, -2));
    ProtoWriter point =
        new ProtoWriter()
            .message(
                7, new ProtoWriter().string(1, "b").message(2, new ProtoWriter().bool(2, true)))
            .message(
                7,
                new ProtoWriter().string(1, "d").message(2, new ProtoWriter().fixedDouble(4, 1.5)))
            .message(
                7, new ProtoWriter().string(1, "l").message(2, new ProtoWriter().message(5, list)))
            .message(7, attribute("x.y", "1"))
            .message(7, attribute("x_y", "2"))
            .message(7, attribute("9lives", "3"))
            .fixed64(3, AT * 1_000_000)
            .fixed64(6, -3);

    Decoded decoded =
        decoder.decode(request(metric("g", "", GAUGE, new ProtoWriter().message(1, point))));

    assertThat(values(decoded))
        .isEqualTo(
            Map.of(
                series(
                    "g",
                    "b",
                    "true",
                    "d",
                    "1.5",
                    "l",
                    "[\"a\\\"b\",-2]",
                    "x_y",
                    "1;2",
                    "key_9lives",
                    "3"),
                -3.0));
  }

  @Test
  void namesFollowTheChosenTranslation() {
    OtlpNames names = new OtlpNames(Translation.UNDERSCORE_ESCAPING_WITH_SUFFIXES);
    assertThat(names.metric("system.cpu.utilization", "1", OtlpNames.Kind.GAUGE))
        .isEqualTo("system_cpu_utilization_ratio");
    assertThat(names.metric("disk.speed", "By/s", OtlpNames.Kind.GAUGE))
        .isEqualTo("disk_speed_bytes_per_second");
    assertThat(names.metric("requests.total", "{request}", OtlpNames.Kind.COUNTER))
        .isEqualTo("requests_total");
    assertThat(names.metric("http.duration.seconds", "s", OtlpNames.Kind.OTHER))
        .isEqualTo("http_duration_seconds");
    assertThat(names.metric("5xx  errors", "", OtlpNames.Kind.GAUGE)).isEqualTo("_5xx_errors");
    assertThat(names.label("a..b")).isEqualTo("a_b");
    assertThat(names.label("__a..b__")).isEqualTo("__a_b__");
    assertThat(names.label("a__b")).isEqualTo("a_b");
    assertThat(names.label("订单")).isEmpty();
    assertThat(names.unit("By/s")).isEqualTo("bytes_per_second");
    assertThat(names.metric("a.per_second", "By/s", OtlpNames.Kind.GAUGE))
        .isEqualTo("a_per_second_bytes_per_second");

    OtlpNames plain = new OtlpNames(Translation.NO_TRANSLATION);
    assertThat(plain.metric("a.b", "s", OtlpNames.Kind.COUNTER)).isEqualTo("a.b");
    assertThat(plain.label("a.b")).isEqualTo("a.b");
    OtlpNames utf8 = new OtlpNames(Translation.NO_UTF8_ESCAPING_WITH_SUFFIXES);
    assertThat(utf8.metric("a.b", "s", OtlpNames.Kind.COUNTER)).isEqualTo("a.b_seconds_total");
    assertThat(utf8.metric("a.total", "By/s", OtlpNames.Kind.COUNTER))
        .isEqualTo("a_bytes_per_second_total");
    OtlpNames bare = new OtlpNames(Translation.UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES);
    assertThat(bare.metric("a.b", "s", OtlpNames.Kind.COUNTER)).isEqualTo("a_b");
  }

  @Test
  void promotedAttributesAndScopeReachEverySeries() {
    OtlpMetricsConfig config =
        new OtlpMetricsConfig(
            Translation.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
            new Promotion(List.of("host.name"), false, false, true),
            false,
            Deltas.defaults());
    Decoded decoded =
        new OtlpMetrics(config, clock, 7)
            .decode(request(metric("g", "", GAUGE, new ProtoWriter().message(1, number(AT, 1)))));

    assertThat(decoded.batch().series().getFirst().labels())
        .isEqualTo(
            series(
                "g",
                "http_route",
                "/pay",
                "host_name",
                "db-1",
                "otel_scope_name",
                "lib",
                "otel_scope_version",
                "1"));
  }

  @Test
  void anEmptyRequestIsFineAndBrokenOnesAreRefused() {
    assertThat(decoder.decode(new byte[0]).batch().series()).isEmpty();
    assertThatThrownBy(() -> decoder.decode(new byte[] {10, 50, 1}))
        .isInstanceOf(MalformedProtoException.class);
    byte[] good = request(metric("h", "s", HISTOGRAM, sum(DELTA, false, histogram(), histogram())));
    Gen<byte[]> broken =
        random -> {
          byte[] bytes = good.clone();
          for (int i = 0; i < 3; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          return Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
        };
    Gen.forAll(
        3000,
        broken,
        bytes -> {
          try {
            decoder.decode(bytes);
          } catch (MalformedProtoException expected) {
            assertThat(expected).hasMessageContaining("protobuf");
          }
        });
  }
}
