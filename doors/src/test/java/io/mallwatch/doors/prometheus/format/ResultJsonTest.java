package io.mallwatch.doors.prometheus.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Json;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultJsonTest {

  private static final Labels PAID = Labels.of("__name__", "paid", "shop", "上海");

  /// `{-4..-2: 1, -1..1 zero: 2, 1..2: 3, 4..8: 5}` and an empty bucket that is not told.
  private static final NativeHistogram EXPONENTIAL =
      new NativeHistogram(
          0,
          0.001,
          2,
          11,
          18.5,
          new int[] {1, 3},
          new double[] {3, 0, 5},
          new int[] {2, 1},
          new double[] {1},
          new double[0],
          NativeHistogram.ResetHint.UNKNOWN);

  private static final NativeHistogram CUSTOM =
      new NativeHistogram(
          NativeHistogram.CUSTOM_BUCKETS,
          0,
          0,
          7,
          3.25,
          new int[] {0, 1, 1, 1},
          new double[] {4, 3},
          new int[0],
          new double[0],
          new double[] {0.1, 2},
          NativeHistogram.ResetHint.UNKNOWN);

  private static final ResultJson.Steps STEPS = new ResultJson.Steps(1000, 500);

  private static String json(QueryResult.Value value) {
    return json(value, false);
  }

  private static String json(QueryResult.Value value, boolean stats) {
    QueryResult result =
        new QueryResult(
            value,
            List.of("careful"),
            List.of("by the way"),
            new QueryResult.Stats(12, 3, 5_000_000));
    return text(ResultJson.reply(result, result.warnings(), STEPS, stats));
  }

  private static String text(Reply reply) {
    return switch (reply) {
      case Reply.Whole whole -> whole.text();
      case Reply.Stream stream -> {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
          stream.writer().writeTo(all::writeBytes);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        yield all.toString(StandardCharsets.UTF_8);
      }
    };
  }

  @Test
  void histogramsOfAVectorShowTheirBuckets() {
    assertThat(
            json(
                new QueryResult.Vector(
                    List.of(new QueryResult.VectorSample(PAID, 1500, 18.5, EXPONENTIAL)))))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":"
                + "{\"__name__\":\"paid\",\"shop\":\"上海\"},\"histogram\":[1.500,{\"count\":\"11\","
                + "\"sum\":\"18.5\",\"buckets\":[[1,\"-4\",\"-2\",\"1\"],[3,\"-0.001\",\"0.001\",\"2\"],"
                + "[0,\"1\",\"2\",\"3\"],[0,\"4\",\"8\",\"5\"]]}]}]},\"warnings\":[\"careful\"],\"infos\":[\"by"
                + " the way\"]}");
  }

  @Test
  void customBucketsReachToInfinity() {
    assertThat(
            json(
                new QueryResult.Matrix(
                    List.of(
                        new QueryResult.SeriesPoints(
                            PAID,
                            new long[] {0},
                            new double[] {1},
                            new long[] {1000},
                            new NativeHistogram[] {CUSTOM})))))
        .contains(
            "\"values\":[[0,\"1\"]],\"histograms\":[[1,{\"count\":\"7\",\"sum\":\"3.25\",\"buckets\":"
                + "[[3,\"-Inf\",\"0.1\",\"4\"],[0,\"2\",\"+Inf\",\"3\"]]}]]}");
  }

  @Test
  void anEmptyHistogramHasNoBuckets() {
    assertThat(
            json(
                new QueryResult.Vector(
                    List.of(
                        new QueryResult.VectorSample(
                            Labels.EMPTY, 0, 0, NativeHistogram.stale())))))
        .contains("{\"count\":\"0\",\"sum\":\"NaN\"}");
  }

  @Test
  void costsAreToldInPrometheusWords() {
    assertThat(json(new QueryResult.Scalar(0, 1), true))
        .contains(
            "\"result\":[0,\"1\"],\"stats\":{\"timings\":{\"evalTotalTime\":0.005,\"resultSortTime\":0,"
                + "\"queryPreparationTime\":0,\"innerEvalTime\":0.005,\"execQueueTime\":0,"
                + "\"execTotalTime\":0.005},\"samples\":{\"totalQueryableSamples\":12,");
  }

  @Test
  void costsOfEachStepAreToldWhenTheyAreKnown() {
    QueryResult result =
        new QueryResult(
            new QueryResult.Scalar(0, 1),
            List.of(),
            List.of(),
            new QueryResult.Stats(3, 1, 0, 7, new long[] {3, 4}, 5, null));
    assertThat(text(ResultJson.reply(result, List.of(), STEPS, true)))
        .contains(
            "\"samples\":{\"totalQueryableSamplesPerStep\":[[1,3],[1.500,4]],"
                + "\"totalQueryableSamples\":7,\"samplesRead\":3,\"seriesRead\":1,\"peakSamples\":5}}");
  }

  @Test
  void theCostOfEachPartIsToldWhenItIsKnown() {
    QueryResult.Cost inner = new QueryResult.Cost("paid{a=\"b\"}", 1_500_000, 2, 8, 6, List.of());
    QueryResult.Cost all = new QueryResult.Cost("sum(paid)", 2_000_000, 1, 4, 6, List.of(inner));
    QueryResult result =
        new QueryResult(
            new QueryResult.Scalar(0, 1),
            List.of(),
            List.of(),
            new QueryResult.Stats(6, 2, 0, 6, new long[0], 6, all));
    assertThat(text(ResultJson.reply(result, List.of(), STEPS, true)))
        .contains(
            "\"peakSamples\":6},\"cost\":{\"expression\":\"sum(paid)\",\"seconds\":0.002,\"series\":1,"
                + "\"points\":4,\"samplesRead\":6,\"parts\":[{\"expression\":\"paid{a=\\\"b\\\"}\","
                + "\"seconds\":0.0015,\"series\":2,\"points\":8,\"samplesRead\":6,\"parts\":[]}]}}");
  }

  @Test
  void aSeriesWithGapsTellsItsOwnTimes() {
    long[] grid = {0, 15_000, 30_000};
    assertThat(
            json(
                new QueryResult.Matrix(
                    List.of(
                        new QueryResult.SeriesPoints(PAID, grid, new double[] {1, 2, 3}),
                        new QueryResult.SeriesPoints(
                            Labels.EMPTY, new long[] {15_000}, new double[] {4}),
                        new QueryResult.SeriesPoints(
                            Labels.EMPTY,
                            new long[] {1, 15_000, 40_000},
                            new double[] {5, 6, 7})))))
        .contains("[[0,\"1\"],[15,\"2\"],[30,\"3\"]]")
        .contains("[[15,\"4\"]]")
        .contains("[[0.001,\"5\"],[15,\"6\"],[40,\"7\"]]");
  }

  @Test
  void aLargeAnswerIsSentInPiecesAndIsTheSame() {
    long[] times =
        IntStream.range(0, 300).mapToLong(i -> 1_700_000_000_000L + i * 15_000L).toArray();
    double[] values = IntStream.range(0, 300).mapToDouble(i -> i / 3.0).toArray();
    List<QueryResult.SeriesPoints> series = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      series.add(
          new QueryResult.SeriesPoints(Labels.of("shop", Integer.toString(i)), times, values));
    }
    QueryResult result =
        new QueryResult(
            new QueryResult.Matrix(series), List.of(), List.of(), new QueryResult.Stats(0, 0, 0));
    Reply reply = ResultJson.reply(result, List.of(), STEPS, false);
    assertThat(reply).isInstanceOf(Reply.Stream.class);
    List<?> found =
        list(
            map(map(Json.tree(text(reply).getBytes(StandardCharsets.UTF_8))).get("data"))
                .get("result"));
    assertThat(found).hasSize(200);
    List<?> last = list(map(found.getLast()).get("values"));
    assertThat(last).hasSize(300);
    for (int i = 0; i < 300; i++) {
      List<?> point = list(last.get(i));
      assertThat(Double.parseDouble(String.valueOf(point.getFirst()))).isEqualTo(times[i] / 1e3);
      assertThat(Double.parseDouble(String.valueOf(point.getLast()))).isEqualTo(values[i]);
    }
  }

  private static Map<?, ?> map(@Nullable Object node) {
    return (Map<?, ?>) Objects.requireNonNull(node);
  }

  private static List<?> list(@Nullable Object node) {
    return (List<?>) Objects.requireNonNull(node);
  }
}
