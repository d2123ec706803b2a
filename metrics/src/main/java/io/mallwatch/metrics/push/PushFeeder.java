package io.mallwatch.metrics.push;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores what was pushed again and again, as scraping a Pushgateway would, and keeps it in a file
/// when it changed. Series of deleted groups get stale markers. Owns its thread until [#close()].
public final class PushFeeder implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(PushFeeder.class);

  private final PushGroups groups;
  private final PushFile file;
  private final MetricSink sink;
  private final Duration interval;
  private final InstantSource clock;
  private final LongAdder feeds = new LongAdder();
  private final LongAdder storeFailures = new LongAdder();
  private final LongAdder samplesRefused = new LongAdder();
  private final LongAdder fileFailures = new LongAdder();
  private final Thread thread;

  // The thread's own.
  private Map<Labels, SeriesKey> alive = new HashMap<>();
  private long savedVersion;

  /// Restores the groups of `file` and begins.
  ///
  /// @param file in the data folder; it is made when it is not there
  /// @throws IOException when the file cannot be read
  public static PushFeeder start(
      PushGroups groups, Path file, MetricSink sink, Duration interval, InstantSource clock)
      throws IOException {
    PushFile kept = new PushFile(file);
    groups.restore(kept.read());
    PushFeeder feeder = new PushFeeder(groups, kept, sink, interval, clock);
    feeder.thread.start();
    return feeder;
  }

  private PushFeeder(
      PushGroups groups, PushFile file, MetricSink sink, Duration interval, InstantSource clock) {
    this.groups = groups;
    this.file = file;
    this.sink = sink;
    this.interval = interval;
    this.clock = clock;
    this.savedVersion = groups.version();
    this.thread = Thread.ofVirtual().name("mallwatch-push").unstarted(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(interval);
        feed();
        save();
      }
    } catch (InterruptedException e) {
      logger.debug("push_feeder_ended");
    }
  }

  private void feed() {
    long now = clock.millis();
    MetricBatch batch = new MetricBatch(Math.max(16, alive.size()));
    Map<Labels, SeriesKey> found = new HashMap<>();
    for (PushGroup group : groups.groups()) {
      for (PushGroup.Sample sample : PushGroups.samples(group)) {
        Labels labels = sample.series().labels();
        SeriesKey key = alive.getOrDefault(labels, sample.series());
        found.put(labels, key);
        batch.add(key, now, sample.value());
      }
    }
    alive.forEach((labels, key) -> {
      if (!found.containsKey(labels)) {
        batch.add(key, now, Sample.staleNan());
      }
    });
    if (batch.size() == 0) {
      return;
    }
    groups.metadata().forEach(batch::add);
    try {
      AppendResult result = sink.append(batch);
      samplesRefused.add(result.rejectedCount());
      feeds.increment();
      alive = found;
    } catch (StoreOverloadedException | StoreUnavailableException e) {
      storeFailures.increment();
      logger.warn("pushed_metrics_not_stored", e);
    }
  }

  private void save() {
    long version = groups.version();
    if (version == savedVersion) {
      return;
    }
    try {
      file.write(groups.groups());
      savedVersion = version;
    } catch (IOException e) {
      fileFailures.increment();
      logger.warn("push_file_not_written", e);
    }
  }

  /// What was counted since the start, by name such as `feeds`.
  public Map<String, Long> counters() {
    Map<String, Long> all = new TreeMap<>(groups.counters());
    all.put("feeds", feeds.sum());
    all.put("store_failures", storeFailures.sum());
    all.put("samples_refused", samplesRefused.sum());
    all.put("file_failures", fileFailures.sum());
    return all;
  }

  /// Ends the thread and keeps the groups. Series get no stale markers: after a restart they go on.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    save();
  }
}
