package io.mallwatch.benchmarks;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.block.BlockSeries;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Series as the services of a mall have them: request histograms with `le`, counters, gauges of
/// bytes, counts, percentages and a few full-precision ratios; scraped target by target each 15 s
/// with a few milliseconds of jitter. The same seed gives the same series.
final class MallSeries {

  private static final int PER_TARGET = 336;
  private static final String[] LE = {
    "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf"
  };
  private static final String[] PATHS = {
    "/order/create", "/order/list", "/product/info", "/cart/list", "/pay/notify", "/sso/login",
    "/home/content", "/coupon/list", "/member/info", "/search/simple", "/stock/lock",
        "/refund/apply"
  };

  private final Random random = new Random(20_260_917);
  private final List<BlockSeries> all = new ArrayList<>();
  private final int count;
  private final int samples;
  private final long start;

  /// @param count about how many series
  /// @param start time of the first samples in milliseconds
  MallSeries(int count, int samples, long start) {
    this.count = count;
    this.samples = samples;
    this.start = start;
  }

  /// All series in the order of labels.
  List<BlockSeries> sorted() {
    for (int target = 0; all.size() < count; target++) {
      target(target);
    }
    List<BlockSeries> sorted = new ArrayList<>(all.subList(0, count));
    sorted.sort(Comparator.comparing(BlockSeries::labels, Labels.ORDER));
    return sorted;
  }

  private void target(int target) {
    String[] own = {
      "job",
      "mall-" + target % 8,
      "instance",
      "10.0.%d.%d:8080".formatted(target / 200, target % 200)
    };
    long[] times = new long[samples];
    long offset = random.nextInt(15_000);
    for (int i = 0; i < samples; i++) {
      times[i] = start + offset + i * 15_000L + (random.nextInt(5) == 0 ? random.nextInt(4) : 0);
    }
    int before = all.size();
    for (int i = 0; i < PATHS.length; i++) {
      requests(own, times, PATHS[i], Math.exp(random.nextDouble() * 7 - 4));
    }
    for (int i = 0; all.size() - before < PER_TARGET; i++) {
      other(own, times, i);
    }
  }

  /// One histogram: `le` buckets, sum and count.
  private void requests(String[] own, long[] times, String path, double perScrape) {
    long[][] buckets = new long[LE.length][samples];
    double[] sums = new double[samples];
    long nanos = random.nextInt(1_000_000_000);
    long[] now = new long[LE.length];
    for (int i = 0; i < samples; i++) {
      double wave = 1 + 0.5 * Math.sin(i / 230.0);
      for (int arrived = poisson(perScrape * wave); arrived > 0; arrived--) {
        double seconds = Math.exp(random.nextGaussian() - 3.5);
        nanos += (long) (seconds * 1e9);
        for (int b = 0; b < LE.length; b++) {
          boolean in = b == LE.length - 1 || seconds <= Double.parseDouble(LE[b]);
          now[b] += in ? 1 : 0;
        }
      }
      for (int b = 0; b < LE.length; b++) {
        buckets[b][i] = now[b];
      }
      sums[i] = nanos / 1e9;
    }
    String name = "http_server_requests_seconds";
    for (int b = 0; b < LE.length; b++) {
      add(times, buckets[b], name + "_bucket", own, "uri", path, "le", LE[b]);
    }
    add(times, buckets[LE.length - 1], name + "_count", own, "uri", path, "le", "");
    add(times, sums, name + "_sum", own, "uri", path, "le", "");
  }

  private int poisson(double mean) {
    if (mean > 30) {
      return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    int k = 0;
    for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
      k++;
    }
    return k;
  }

  private void other(String[] own, long[] times, int i) {
    double[] values = new double[samples];
    double rate = Math.exp(random.nextDouble() * 6 - 3);
    double value = random.nextInt(100_000);
    long heap = 200_000_000L + random.nextInt(100_000_000);
    int kind = i % 16 == 15 ? 15 : i % 8;
    for (int s = 0; s < samples; s++) {
      switch (kind) {
        case 0, 1, 2 -> value += poisson(rate);
        case 3 -> value = random.nextInt(10) == 0 ? random.nextInt(50) : value;
        case 4 -> {
          heap += random.nextInt(4_000_000);
          heap = heap > 500_000_000L ? 180_000_000L : heap;
          value = heap & ~7L;
        }
        case 5 -> value = Math.round(4000 + 800 * random.nextGaussian()) / 100.0;
        case 15 -> value = i % 48 == 47 ? random.nextDouble() : 1;
        default -> value = kind == 6 ? i : Math.floor(s / 200.0);
      }
      values[s] = value;
    }
    add(times, values, "mall_metric_" + i, own, "shop", "s" + i % 5, "pool", "p" + i % 3);
  }

  private void add(long[] times, long[] values, String name, String[] own, String... more) {
    double[] doubles = new double[samples];
    for (int i = 0; i < samples; i++) {
      doubles[i] = values[i];
    }
    add(times, doubles, name, own, more);
  }

  private void add(long[] times, double[] values, String name, String[] own, String... more) {
    Labels labels =
        Labels.of("__name__", name, own[0], own[1], own[2], own[3], "env", "prod", "region", "hz")
            .with(Labels.of(more));
    SampleColumns columns = new SampleColumns(samples);
    System.arraycopy(times, 0, columns.times(), 0, samples);
    System.arraycopy(values, 0, columns.values(), 0, samples);
    columns.size(samples);
    all.add(new BlockSeries(labels, columns));
  }
}
