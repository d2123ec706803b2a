package io.mallwatch.benchmarks.sidebyside;

import com.sun.management.OperatingSystemMXBean;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.promql.EngineOptions;
import io.mallwatch.metrics.promql.MetadataSource;
import io.mallwatch.metrics.promql.PromqlQueries;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbConfig;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The 28 dashboard and rule queries inside this process, without HTTP: medians of each, the least,
/// and the mean of processor time, over plain arrays (`memory`, which leaves the engine alone) or
/// the store (`store`). `-Dseries`, `-Drounds` and `-Druns` set the size; `-Donly` picks queries
/// that contain a text.
public final class QueryFigures {

  private static final int SERIES = Integer.getInteger("series", 12_600);
  private static final int ROUNDS = Integer.getInteger("rounds", 1_440);
  private static final int RUNS = Integer.getInteger("runs", 11);
  private static final String ONLY = System.getProperty("only", "");
  private static final long STEP = 15_000;
  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private QueryFigures() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("store")) {
      Path folder = Files.createTempDirectory("query-figures");
      long start = System.currentTimeMillis() - ROUNDS * STEP;
      TsdbConfig config = TsdbConfig.builder().walFsync(Duration.ofHours(1)).build();
      try (Tsdb store = Tsdb.open(config, folder, InstantSource.system())) {
        fill(store, start);
        measure(store.seriesSource(), start);
      }
    } else {
      long start = 1_700_000_000_000L;
      measure(Arrayed.fill(start), start);
    }
  }

  private static void fill(Tsdb store, long start) {
    List<MallSeries.Series> all = MallSeries.of(SERIES);
    List<SeriesKey> keys = new ArrayList<>();
    for (MallSeries.Series series : all) {
      keys.add(new SeriesKey(Labels.of(series.labels())));
    }
    for (int round = 0; round < ROUNDS; round++) {
      MetricBatch batch = new MetricBatch(all.size());
      for (int i = 0; i < keys.size(); i++) {
        batch.add(keys.get(i), start + round * STEP, MallSeries.value(all.get(i), round));
      }
      store.append(batch);
      if (round % 120 == 119) {
        store.maintain();
      }
    }
    store.maintain();
  }

  private static void measure(SeriesSource source, long start) {
    Instant from = Instant.ofEpochMilli(start + 300_000);
    Instant to = Instant.ofEpochMilli(start + (ROUNDS - 1) * STEP);
    Duration step = Duration.between(from, to).dividedBy(300);
    step = Duration.ofMillis(Math.max(1, step.toMillis()));
    QueryOptions options = QueryOptions.interactive(Deadline.NEVER);
    double logs = 0;
    double cpuLogs = 0;
    int asked = 0;
    try (PromqlQueries queries =
        new PromqlQueries(
            source,
            new NoMetadata(),
            new MetricCapabilities(false, false, false, false, false),
            EngineOptions.DEFAULT,
            InstantSource.system(),
            Thread.ofPlatform().name("mallwatch-query-", 0).factory())) {
      for (DashboardQueries.Query query : DashboardQueries.ALL) {
        if (!query.text().contains(ONLY)) {
          continue;
        }
        double[] times = new double[RUNS];
        double cpu = 0;
        for (int run = -RUNS / 2; run < RUNS; run++) {
          long began = System.nanoTime();
          long cpuBegan = MACHINE.getProcessCpuTime();
          if (query.range()) {
            queries.range(query.text(), from, to, step, options);
          } else {
            queries.instant(query.text(), to, options);
          }
          if (run >= 0) {
            times[run] = (System.nanoTime() - began) / 1e6;
            cpu += (MACHINE.getProcessCpuTime() - cpuBegan) / 1e6 / RUNS;
          }
        }
        Arrays.sort(times);
        logs += Math.log(times[RUNS / 2]);
        cpuLogs += Math.log(Math.max(cpu, 0.01));
        asked++;
        System.out.printf(
            "%9.2f ms %9.2f min %9.2f processor  %s %s%n",
            times[RUNS / 2], times[0], cpu, query.range() ? "range  " : "instant", query.text());
      }
    }
    System.out.printf(
        "%9.2f ms %9.2f processor: geometric means of %d%n",
        Math.exp(logs / asked), Math.exp(cpuLogs / asked), asked);
  }

  private static final class NoMetadata implements MetadataSource {
    @Override
    public List<Exemplar> exemplars(List<List<Matcher>> selectors, long fromMillis, long toMillis) {
      return List.of();
    }

    @Override
    public List<MetricMetadata> metadata(String family) {
      return List.of();
    }
  }

  /// Series in plain arrays, all with the same timestamps.
  private record Arrayed(Map<String, List<Row>> byName, long[] times) implements SeriesSource {

    private record Row(Labels labels, double[] values) {}

    static Arrayed fill(long start) {
      long[] times = new long[ROUNDS];
      Arrays.setAll(times, round -> start + round * STEP);
      Map<String, List<Row>> byName = new HashMap<>();
      for (MallSeries.Series series : MallSeries.of(SERIES)) {
        double[] values = new double[ROUNDS];
        Arrays.setAll(values, round -> MallSeries.value(series, round));
        Labels labels = Labels.of(series.labels());
        byName
            .computeIfAbsent(labels.metricName(), _ -> new ArrayList<>())
            .add(new Row(labels, values));
      }
      return new Arrayed(byName, times);
    }

    @Override
    public SeriesSet select(
        List<Matcher> matchers, long fromMillis, long toMillis, Deadline deadline) {
      List<Row> found = new ArrayList<>();
      List<Matcher> others = new ArrayList<>(matchers);
      List<Row> rows = null;
      for (Matcher matcher : matchers) {
        if (matcher.name().equals(Labels.METRIC_NAME) && matcher.type() == Matcher.Type.EQUAL) {
          rows = byName.getOrDefault(matcher.value(), List.of());
          others.remove(matcher);
        }
      }
      if (rows == null) {
        rows = byName.values().stream().flatMap(List::stream).toList();
      }
      for (Row row : rows) {
        boolean passes = true;
        for (Matcher matcher : others) {
          passes &= matcher.matches(row.labels());
        }
        if (passes) {
          found.add(row);
        }
      }
      int first = after(fromMillis - 1);
      return new RowSet(found, times, first, Math.max(first, after(toMillis)));
    }

    private int after(long time) {
      int at = Arrays.binarySearch(times, time);
      return at >= 0 ? at + 1 : -at - 1;
    }

    @Override
    public List<Labels> labels(List<Matcher> matchers, long fromMillis, long toMillis) {
      return List.of();
    }
  }

  private record RowSet(List<Arrayed.Row> rows, long[] times, int first, int after)
      implements SeriesSet {

    @Override
    public int size() {
      return rows.size();
    }

    @Override
    public Labels labels(int index) {
      return rows.get(index).labels();
    }

    @Override
    public void read(int index, SampleColumns into) {
      copy(index, first, into);
    }

    @Override
    public void readNewest(int index, SampleColumns into) {
      copy(index, Math.max(first, after - 1), into);
    }

    private void copy(int index, int from, SampleColumns into) {
      into.clear();
      into.ensure(after - from);
      System.arraycopy(times, from, into.times(), 0, after - from);
      System.arraycopy(rows.get(index).values(), from, into.values(), 0, after - from);
      into.size(after - from);
    }

    @Override
    public void close() {}
  }
}
