package io.mallwatch.metrics.ingest.remote;

import static io.mallwatch.metrics.ingest.remote.WriteRequests.compress;
import static io.mallwatch.metrics.ingest.remote.WriteRequests.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.ingest.RandomHistograms;
import io.mallwatch.metrics.ingest.RecordingSink;
import io.mallwatch.metrics.ingest.RecordingSink.Row;
import io.mallwatch.metrics.ingest.TooLargeException;
import io.mallwatch.metrics.ingest.remote.RemoteWriteIntake.Version;
import io.mallwatch.metrics.ingest.remote.WriteRequests.Series;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.model.wire.ProtoWriter;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemoteWriteIntakeTest {

  private static final Labels ORDERS = Labels.of("__name__", "orders_total", "shop", "上海");

  private final RecordingSink sink = new RecordingSink();
  private final FakeClock clock = FakeClock.mondayMorning();
  private final RemoteWriteIntake intake =
      new RemoteWriteIntake(sink, RemoteWriteLimits.ofRequest(1 << 20), clock, 7);

  private Written write(Version version, List<Series> series) {
    ProtoWriter plain =
        switch (version) {
          case V1 -> WriteRequests.v1(series);
          case V2 -> WriteRequests.v2(series);
        };
    return intake.write(compress(plain.toByteArray()), version);
  }

  private static Series series(Labels labels, Row... rows) {
    return new Series(WriteRequests.pairs(labels), List.of(rows), "");
  }

  private static Gen<List<Series>> requests() {
    Gen<String> values = Gen.text(12);
    return random -> {
      List<Series> all = new ArrayList<>();
      int count = random.nextInt(1, 8);
      for (int i = 0; i < count; i++) {
        Labels labels =
            Labels.of("__name__", "m" + random.nextInt(5), "a", values.next(random), "订单", "x" + i);
        List<String> pairs = WriteRequests.pairs(labels);
        if (random.nextInt(3) == 0) { // senders should sort, some do not
          String[] turned = {pairs.get(2), pairs.get(3), pairs.get(0), pairs.get(1)};
          Collections.copy(pairs, List.of(turned));
        }
        String example = random.nextInt(4) == 0 ? "ab" + i : "";
        all.add(new Series(pairs, rows(labels, random), example));
      }
      return all;
    };
  }

  private static List<Row> rows(Labels labels, RandomGenerator random) {
    List<Row> rows = new ArrayList<>();
    boolean histograms = random.nextInt(3) == 0;
    long at = random.nextLong(1, 1_000_000);
    for (int i = 0; i < random.nextInt(1, 5); i++, at += random.nextLong(1, 1000)) {
      boolean custom = random.nextBoolean();
      rows.add(
          histograms
              ? Row.of(labels, at, RandomHistograms.next(random, at % 2 == 0, custom))
              : Row.of(labels, at, random.nextInt(5) == 0 ? Double.NaN : random.nextDouble()));
    }
    return rows;
  }

  @ParameterizedTest
  @EnumSource
  void whatASenderWritesArrives(Version version) {
    Gen.forAll(
        400,
        requests(),
        all -> {
          sink.reset();
          Written written = write(version, all);

          List<Row> rows = all.stream().flatMap(one -> one.rows().stream()).toList();
          assertThat(sink.rows()).containsExactlyInAnyOrderElementsOf(rows);
          assertThat(written.result().rejected()).isEmpty();
          assertThat(written.result().firstError()).isEmpty();
          assertThat(written.histograms())
              .isEqualTo(rows.stream().filter(row -> row.histogram() != null).count());
          assertThat(written.samples() + written.histograms()).isEqualTo(rows.size());
          assertThat(sink.exemplars())
              .hasSize((int) all.stream().filter(one -> !one.example().isEmpty()).count());
          assertThat(written.exemplars()).isEqualTo(sink.exemplars().size());
        });
  }

  @ParameterizedTest
  @EnumSource
  void aSeriesThatComesAgainHasTheSameKeyAgain(Version version) {
    write(version, List.of(series(ORDERS, Row.of(ORDERS, 1, 1), Row.of(ORDERS, 2, 2))));
    Labels other = Labels.of("__name__", "other");
    write(
        version, List.of(series(other, Row.of(other, 1, 1)), series(ORDERS, Row.of(ORDERS, 3, 3))));

    assertThat(sink.keys().get(1)).isSameAs(sink.keys().get(0));
    assertThat(sink.keys().get(3)).isSameAs(sink.keys().get(0));
    assertThat(sink.keys().get(2)).isNotSameAs(sink.keys().get(0));
    assertThat(intake.knownSeries()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void samplesAreBroughtInOrderOfTimeAndStalenessIsKept(Version version) {
    write(
        version,
        List.of(
            new Series(
                WriteRequests.pairs(ORDERS),
                List.of(
                    Row.of(ORDERS, 2000, 12.5),
                    Row.of(ORDERS, 1000, 12),
                    Row.of(ORDERS, 3000, Sample.staleNan())),
                "ab")));

    assertThat(sink.rows())
        .containsExactly(
            Row.of(ORDERS, 1000, 12),
            Row.of(ORDERS, 2000, 12.5),
            Row.of(ORDERS, 3000, Sample.staleNan()));
    assertThat(sink.exemplars())
        .containsExactly(new Exemplar(ORDERS, Labels.of("trace_id", "ab"), 0.5, 1500));
  }

  @ParameterizedTest
  @EnumSource
  void badSeriesAreRefusedOneByOneAndTheRestIsKept(Version version) {
    Row row = Row.of(ORDERS, 1, 1);
    List<String> many = new ArrayList<>(List.of("__name__", "wide"));
    for (int i = 0; i < 600; i++) {
      many.addAll(List.of("label" + i, "x"));
    }
    Written written =
        write(
            version,
            List.of(
                new Series(List.of("__name__", "a", "b", "1", "b", "2"), List.of(row, row), ""),
                new Series(List.of("shop", "nameless"), List.of(row), ""),
                new Series(List.of("__name__", "c", "", "x"), List.of(row), ""),
                new Series(List.of(), List.of(row), ""),
                new Series(many, List.of(row), ""),
                series(ORDERS, row)));

    assertThat(sink.rows()).containsExactly(row);
    assertThat(written.samples()).isEqualTo(1);
    assertThat(written.result().rejected()).isEqualTo(Map.of("bad_label", 5, "label_limit", 1));
    assertThat(written.result().firstError()).isEqualTo("a{b=\"1\", b=\"2\"} has label b twice");
  }

  @ParameterizedTest
  @EnumSource
  void aBadHistogramIsRefusedAndTheMessageNamesItsSeries(Version version) {
    NativeHistogram bad =
        new NativeHistogram(
            0,
            0.001,
            0,
            5,
            1,
            new int[] {0, 2},
            new double[] {1, 2},
            new int[0],
            new double[0],
            new double[0],
            NativeHistogram.ResetHint.UNKNOWN);

    Written written =
        write(version, List.of(series(ORDERS, Row.of(ORDERS, 2, bad), Row.of(ORDERS, 3, 1))));

    assertThat(sink.rows()).containsExactly(Row.of(ORDERS, 3, 1));
    assertThat(written.result().rejected()).isEqualTo(Map.of("bad_histogram", 1));
    assertThat(written.result().firstError())
        .contains("orders_total", "its buckets hold 3 observations, its count is 5");
  }

  @Test
  void whatTheSinkRefusesIsAddedToWhatTheReaderRefuses() {
    sink.answering(RecordingSink.refusing(1, "out_of_order", 2, "out of order: orders_total"));

    Written written =
        write(
            Version.V1,
            List.of(
                series(ORDERS, Row.of(ORDERS, 1, 1)),
                new Series(List.of("x", "y"), List.of(Row.of(ORDERS, 1, 1)), "")));

    assertThat(written.result().rejected()).isEqualTo(Map.of("out_of_order", 2, "bad_label", 1));
    assertThat(written.samples()).isEqualTo(1);
    assertThat(written.result().firstError()).startsWith("a series has no metric name");
  }

  @Test
  void metadataOfVersionOneArrives() {
    ProtoWriter metadata =
        new ProtoWriter()
            .varint(1, 1)
            .string(2, "orders_total")
            .string(4, "Paid orders.")
            .string(5, "orders");

    intake.write(
        compress(
            new ProtoWriter().message(3, metadata).string(99, "from the future").toByteArray()),
        Version.V1);

    assertThat(sink.metadata())
        .containsExactly(new MetricMetadata("orders_total", "counter", "Paid orders.", "orders"));
  }

  @Test
  void metadataOfVersionTwoIsHandedOnOnceItWasWritten() {
    List<Series> request = List.of(series(ORDERS, Row.of(ORDERS, 1, 1)));
    sink.failing(new StoreOverloadedException("full"));
    assertThatThrownBy(() -> write(Version.V2, request))
        .isInstanceOf(StoreOverloadedException.class);
    sink.reset();

    write(Version.V2, request);
    write(Version.V2, request);

    assertThat(sink.metadata())
        .containsExactly(new MetricMetadata("orders_total", "counter", "Some help.", ""));
  }

  @Test
  void startTimesOfVersionTwoArrive() {
    Row row = Row.of(ORDERS, 5000, 3).startedAt(1000);

    write(Version.V2, List.of(series(ORDERS, row)));

    assertThat(sink.rows()).containsExactly(row);
  }

  @Test
  void referencesToNoSymbolAreRefusedWithTheirSeries() {
    ProtoWriter refs = new ProtoWriter();
    refs.rawVarint(1);
    refs.rawVarint(9);
    ProtoWriter odd = new ProtoWriter();
    odd.rawVarint(1);
    ProtoWriter sample = new ProtoWriter().fixedDouble(1, 1).varint(2, 1);
    ProtoWriter request =
        new ProtoWriter()
            .string(4, "")
            .string(4, "__name__")
            .message(5, new ProtoWriter().bytes(1, refs.toByteArray()).message(2, sample))
            .message(5, new ProtoWriter().bytes(1, odd.toByteArray()).message(2, sample));

    Written written = intake.write(compress(request.toByteArray()), Version.V2);

    assertThat(written.result().rejected()).isEqualTo(Map.of("bad_label", 2));
    assertThat(written.result().firstError())
        .isEqualTo("a series refers to a symbol beyond the 2 there are");
  }

  @Test
  void labelsThatAreNotUtf8AreRefused() {
    ProtoWriter bad =
        new ProtoWriter()
            .message(1, pair("__name__", "a"))
            .message(1, new ProtoWriter().string(1, "b").bytes(2, new byte[] {(byte) 0xff}))
            .message(2, new ProtoWriter().fixedDouble(1, 1).varint(2, 1));

    Written written =
        intake.write(compress(new ProtoWriter().message(1, bad).toByteArray()), Version.V1);

    assertThat(written.result().rejected()).isEqualTo(Map.of("bad_utf8", 1));
    assertThat(written.result().firstError()).isEqualTo("a{} has a label that is not UTF-8");
  }

  @Test
  void labelsBehindTheSamplesAreUnderstood() {
    ProtoWriter turned =
        new ProtoWriter()
            .message(2, new ProtoWriter().fixedDouble(1, 1).varint(2, 1))
            .message(1, pair("__name__", "orders_total"))
            .message(1, pair("shop", "上海"));

    intake.write(compress(new ProtoWriter().message(1, turned).toByteArray()), Version.V1);

    assertThat(sink.rows()).containsExactly(Row.of(ORDERS, 1, 1));
  }

  @Test
  void tooManySymbolsAreRefused() {
    ProtoWriter request = new ProtoWriter();
    for (int i = 0; i <= 10; i++) {
      request.string(4, "s" + i);
    }
    RemoteWriteLimits limits = new RemoteWriteLimits(1 << 20, 10, 10, 1000, Duration.ZERO);
    RemoteWriteIntake small = new RemoteWriteIntake(sink, limits, clock, 7);

    assertThatThrownBy(() -> small.write(compress(request.toByteArray()), Version.V2))
        .hasMessage("the request has more than 10 symbols");
  }

  @Test
  void aBodyThatIsOrClaimsToBeTooLargeIsRefused() {
    byte[] plain = new ProtoWriter().bytes(9, new byte[2 << 20]).toByteArray();
    byte[] bomb = {(byte) 0xff, (byte) 0xff, (byte) 0x3f, 0};

    assertThatThrownBy(() -> intake.write(compress(plain), Version.V1))
        .isInstanceOf(TooLargeException.class);
    assertThatThrownBy(() -> intake.write(bomb, Version.V1))
        .isInstanceOf(MalformedProtoException.class);
    assertThatThrownBy(() -> intake.write(new byte[0], Version.V1))
        .isInstanceOf(MalformedProtoException.class);
  }

  @ParameterizedTest
  @EnumSource
  void brokenBytesAreRefusedAndNothingElseHappens(Version version) {
    Gen<byte[]> broken =
        random -> {
          List<Series> all = requests().next(random);
          ProtoWriter whole = version == Version.V1 ? WriteRequests.v1(all) : WriteRequests.v2(all);
          byte[] plain = whole.toByteArray();
          boolean outside = random.nextInt(4) == 0;
          byte[] bytes = outside ? compress(plain) : plain;
          for (int i = 0; i < 1 + random.nextInt(6); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          return outside ? bytes : compress(bytes);
        };
    Gen.forAll(
        4000,
        broken,
        bytes -> {
          try {
            intake.write(Arrays.copyOf(bytes, bytes.length), version);
          } catch (MalformedProtoException | TooLargeException expected) {
            assertThat(expected).hasMessageNotContaining("null");
          }
        });
  }
}
