package io.mallwatch.metrics.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.ingest.Decoded;
import io.mallwatch.metrics.ingest.GoNumbers;
import io.mallwatch.metrics.ingest.RecordingSink;
import io.mallwatch.metrics.ingest.RecordingSink.Row;
import io.mallwatch.model.Labels;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What the official classes write is read as a plain walk over them says.
class OtlpMetricsOracleTest {

  private static final long AT = 1_790_000_000_000L;

  private final OtlpMetrics decoder =
      new OtlpMetrics(OtlpMetricsConfig.defaults(), FakeClock.mondayMorning(), 7);

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static List<KeyValue> attributes(RandomGenerator random) {
    List<KeyValue> all = new ArrayList<>();
    Gen<String> values = Gen.text(8);
    for (int i = 0; i < random.nextInt(4); i++) {
      all.add(attribute("key" + random.nextInt(6), "v" + values.next(random)));
    }
    return all;
  }

  private static long nanos(long millis) {
    return millis * 1_000_000;
  }

  private static NumberDataPoint number(RandomGenerator random) {
    NumberDataPoint.Builder point =
        NumberDataPoint.newBuilder()
            .addAllAttributes(attributes(random))
            .setStartTimeUnixNano(nanos(AT - 1000))
            .setTimeUnixNano(nanos(AT + random.nextInt(1000)));
    return random.nextBoolean()
        ? point.setAsDouble(random.nextDouble()).build()
        : point.setAsInt(random.nextInt()).build();
  }

  private static HistogramDataPoint histogram(RandomGenerator random) {
    HistogramDataPoint.Builder point =
        HistogramDataPoint.newBuilder()
            .addAllAttributes(attributes(random))
            .setTimeUnixNano(nanos(AT))
            .setSum(random.nextDouble());
    int bounds = random.nextInt(5);
    long count = 0;
    for (int i = 0; i <= bounds; i++) {
      long held = random.nextInt(100);
      point.addBucketCounts(held);
      count += held;
      if (i < bounds) {
        point.addExplicitBounds(i * 0.5);
      }
    }
    return point.setCount(count).build();
  }

  private static ExponentialHistogramDataPoint exponential(RandomGenerator random) {
    ExponentialHistogramDataPoint.Builder point =
        ExponentialHistogramDataPoint.newBuilder()
            .addAllAttributes(attributes(random))
            .setTimeUnixNano(nanos(AT))
            .setScale(random.nextInt(-4, 12))
            .setZeroCount(random.nextInt(3))
            .setSum(random.nextDouble());
    long count = point.getZeroCount();
    ExponentialHistogramDataPoint.Buckets.Builder[] sides = {
      point.getPositiveBuilder(), point.getNegativeBuilder()
    };
    for (ExponentialHistogramDataPoint.Buckets.Builder side : sides) {
      side.setOffset(random.nextInt(-50, 50));
      for (int i = 0; i < random.nextInt(12); i++) {
        long held = random.nextInt(3) == 0 ? random.nextInt(50) : 0;
        side.addBucketCounts(held);
        count += held;
      }
    }
    return point.setCount(count).build();
  }

  private static Metric metric(RandomGenerator random, String name) {
    Metric.Builder metric = Metric.newBuilder().setName(name).setDescription("What it is.");
    int points = random.nextInt(1, 4);
    AggregationTemporality cumulative = AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
    switch (random.nextInt(5)) {
      case 0 -> {
        Gauge.Builder gauge = metric.getGaugeBuilder();
        for (int i = 0; i < points; i++) {
          gauge.addDataPoints(number(random));
        }
      }
      case 1 -> {
        Sum.Builder sum = metric.getSumBuilder().setAggregationTemporality(cumulative);
        for (int i = 0; i < points; i++) {
          sum.addDataPoints(number(random));
        }
      }
      case 2 -> {
        Histogram.Builder all = metric.getHistogramBuilder().setAggregationTemporality(cumulative);
        for (int i = 0; i < points; i++) {
          all.addDataPoints(histogram(random));
        }
      }
      case 3 -> {
        ExponentialHistogram.Builder all =
            metric.getExponentialHistogramBuilder().setAggregationTemporality(cumulative);
        for (int i = 0; i < points; i++) {
          all.addDataPoints(exponential(random));
        }
      }
      default -> {
        Summary.Builder all = metric.getSummaryBuilder();
        SummaryDataPoint.Builder point =
            all.addDataPointsBuilder()
                .addAllAttributes(attributes(random))
                .setTimeUnixNano(nanos(AT))
                .setCount(random.nextInt(100))
                .setSum(random.nextDouble());
        point.addQuantileValuesBuilder().setQuantile(0.5).setValue(random.nextDouble());
      }
    }
    return metric.build();
  }

  private static Gen<ExportMetricsServiceRequest> requests() {
    return random -> {
      ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
      for (int i = 0; i < random.nextInt(1, 3); i++) {
        ScopeMetrics.Builder scope = ScopeMetrics.newBuilder();
        for (int m = 0; m < random.nextInt(1, 5); m++) {
          scope.addMetrics(metric(random, "metric" + random.nextInt(100)));
        }
        request.addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(
                    Resource.newBuilder().addAttributes(attribute("service.name", "shop" + i)))
                .addScopeMetrics(scope));
      }
      return request.build();
    };
  }

  private record Expected(Labels labels, long millis, double value, int buckets) {}

  private static List<Expected> walk(ExportMetricsServiceRequest request) {
    List<Expected> all = new ArrayList<>();
    for (ResourceMetrics resource : request.getResourceMetricsList()) {
      String job = resource.getResource().getAttributes(0).getValue().getStringValue();
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          walk(metric, job, all);
        }
      }
    }
    return all;
  }

  private static Labels labels(String name, String job, List<KeyValue> attributes) {
    Map<String, String> labels = new TreeMap<>();
    attributes.forEach(one -> labels.putIfAbsent(one.getKey(), one.getValue().getStringValue()));
    labels.put("__name__", name);
    labels.put("job", job);
    return Labels.of(labels);
  }

  private static void walk(Metric metric, String job, List<Expected> all) {
    String name = metric.getName();
    List<NumberDataPoint> numbers = new ArrayList<>(metric.getGauge().getDataPointsList());
    numbers.addAll(metric.getSum().getDataPointsList());
    for (NumberDataPoint point : numbers) {
      double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
      all.add(
          new Expected(
              labels(name, job, point.getAttributesList()),
              point.getTimeUnixNano() / 1_000_000,
              value,
              0));
    }
    for (HistogramDataPoint point : metric.getHistogram().getDataPointsList()) {
      List<KeyValue> attributes = point.getAttributesList();
      all.add(new Expected(labels(name + "_count", job, attributes), AT, point.getCount(), 0));
      all.add(new Expected(labels(name + "_sum", job, attributes), AT, point.getSum(), 0));
      long cumulative = 0;
      for (int i = 0; i <= point.getExplicitBoundsCount(); i++) {
        cumulative += point.getBucketCounts(i);
        boolean last = i == point.getExplicitBoundsCount();
        String le = last ? "+Inf" : GoNumbers.plain(point.getExplicitBounds(i));
        Labels bucket = labels(name + "_bucket", job, attributes).with("le", le);
        all.add(new Expected(bucket, AT, cumulative, 0));
      }
    }
    for (ExponentialHistogramDataPoint point :
        metric.getExponentialHistogram().getDataPointsList()) {
      int down = Math.max(0, point.getScale() - 8);
      all.add(
          new Expected(
              labels(name, job, point.getAttributesList()),
              AT,
              point.getSum(),
              filled(point.getPositive(), down) + filled(point.getNegative(), down)));
    }
    for (SummaryDataPoint point : metric.getSummary().getDataPointsList()) {
      List<KeyValue> attributes = point.getAttributesList();
      all.add(new Expected(labels(name + "_count", job, attributes), AT, point.getCount(), 0));
      all.add(new Expected(labels(name + "_sum", job, attributes), AT, point.getSum(), 0));
      Labels quantile = labels(name, job, attributes).with("quantile", "0.5");
      all.add(new Expected(quantile, AT, point.getQuantileValues(0).getValue(), 0));
    }
  }

  private static int filled(ExponentialHistogramDataPoint.Buckets side, int down) {
    Map<Integer, Long> held = new TreeMap<>();
    for (int i = 0; i < side.getBucketCountsCount(); i++) {
      held.merge((side.getOffset() + i) >> down, side.getBucketCounts(i), Long::sum);
    }
    held.values().removeIf(count -> count == 0);
    return held.size();
  }

  private static Expected expected(Row row) {
    int filled = 0;
    if (row.histogram() != null) {
      filled += (int) Arrays.stream(row.histogram().positiveBuckets()).filter(b -> b > 0).count();
      filled += (int) Arrays.stream(row.histogram().negativeBuckets()).filter(b -> b > 0).count();
    }
    return new Expected(row.labels(), row.timeMillis(), row.value(), filled);
  }

  @Test
  void whatTheOfficialClassesWriteIsReadAsAWalkOverThemSays() {
    Gen.forAll(
        1000,
        requests(),
        request -> {
          for (int i = 0; i < 2; i++) {
            Decoded decoded = decoder.decode(request.toByteArray());
            assertThat(decoded.rejected()).isEmpty();
            assertThat(RecordingSink.rows(decoded.batch()))
                .extracting(OtlpMetricsOracleTest::expected)
                .containsExactlyElementsOf(walk(request));
          }
        });
  }

  @Test
  void brokenBytesAreReadOrRefused() {
    Gen.forAll(
        3000,
        random -> {
          byte[] bytes = requests().next(random).toByteArray();
          for (int i = 0; i < 1 + random.nextInt(4) && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
          }
          return bytes;
        },
        bytes -> {
          try {
            decoder.decode(bytes);
          } catch (MalformedProtoException expected) {
            assertThat(expected).hasMessageContaining("protobuf");
          }
        });
  }
}
