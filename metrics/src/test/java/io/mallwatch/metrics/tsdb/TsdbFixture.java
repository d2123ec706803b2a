package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.tsdb.wal.Disk;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A store on a clock that stands still, and short words for what tests do with it.
final class TsdbFixture implements AutoCloseable {

  /// Never syncs by itself and is looked after only when a test says so.
  static final TsdbConfig QUIET = quiet().build();

  static TsdbConfig.Builder quiet() {
    return TsdbConfig.builder()
        .walFsync(Duration.ofDays(1))
        .walSegmentBytes(1 << 20)
        .ballastBytes(0)
        .maintenanceInterval(Duration.ofDays(1));
  }

  final FakeClock clock;
  final Tsdb tsdb;

  TsdbFixture(Path dir, TsdbConfig config, FakeClock clock, Disk disk) {
    this.clock = clock;
    this.tsdb = Tsdb.open(config, dir, clock, disk);
  }

  static TsdbFixture open(Path dir) {
    return open(dir, QUIET, FakeClock.mondayMorning());
  }

  static TsdbFixture open(Path dir, TsdbConfig config, FakeClock clock) {
    return new TsdbFixture(dir, config, clock, Disk.real());
  }

  long now() {
    return clock.millis();
  }

  AppendResult append(Labels labels, long at, double value) {
    return tsdb.append(MetricBatch.ofSeries(List.of(SeriesSamples.of(labels, at, value))));
  }

  /// All samples of one series.
  SortedMap<Long, Double> samples(Labels labels) {
    TreeMap<Long, Double> samples = new TreeMap<>();
    for (SeriesSamples series : select(Matcher.equal("__name__", labels.metricName()))) {
      if (series.labels().equals(labels)) {
        for (int i = 0; i < series.values().length; i++) {
          samples.put(series.timestampsMillis()[i], series.values()[i]);
        }
      }
    }
    return samples;
  }

  List<SeriesSamples> select(Matcher... matchers) {
    List<SeriesSamples> found = new ArrayList<>();
    try (SeriesSet set =
        tsdb.seriesSource()
            .select(List.of(matchers), Long.MIN_VALUE, Long.MAX_VALUE, Deadline.NEVER)) {
      for (int i = 0; i < set.size(); i++) {
        SampleColumns read = new SampleColumns(16);
        set.read(i, read);
        if (!read.isEmpty()) {
          found.add(
              new SeriesSamples(
                  set.labels(i),
                  Arrays.copyOf(read.times(), read.size()),
                  Arrays.copyOf(read.values(), read.size())));
        }
      }
    }
    return found;
  }

  /// Everything in the store.
  SortedMap<Labels, SortedMap<Long, Double>> everything() {
    TreeMap<Labels, SortedMap<Long, Double>> all = new TreeMap<>(Labels.ORDER);
    for (SeriesSamples series : select()) {
      TreeMap<Long, Double> samples = new TreeMap<>();
      for (int i = 0; i < series.values().length; i++) {
        samples.put(series.timestampsMillis()[i], series.values()[i]);
      }
      all.put(series.labels(), samples);
    }
    return all;
  }

  @Override
  public void close() {
    tsdb.close();
  }
}
