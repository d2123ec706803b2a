package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.ingest.Exposition;
import io.mallwatch.metrics.ingest.MalformedExpositionException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scrapes one target for as long as it exists, on its own virtual thread, at a moment of each
/// interval that depends on who the target is, so that targets spread out.
final class ScrapeLoop {

  private static final Logger logger = LoggerFactory.getLogger(ScrapeLoop.class);
  private static final List<String> REPORT =
      List.of(
          "up",
          "scrape_duration_seconds",
          "scrape_samples_scraped",
          "scrape_samples_post_metric_relabeling",
          "scrape_series_added");

  private final PageFetcher fetcher;
  private final MetricSink sink;
  private final InstantSource clock;
  private final ScrapeCounters counters;
  private final Thread thread;
  private volatile Target target;
  private volatile TargetStatus status;
  private volatile boolean stopped;

  /// Series of the last scrape that go stale when they are missing; loop thread only.
  private Set<Labels> live = new HashSet<>();

  private long lastMillis = Long.MIN_VALUE;

  ScrapeLoop(
      Target target,
      PageFetcher fetcher,
      MetricSink sink,
      InstantSource clock,
      ScrapeCounters counters) {
    this.target = target;
    this.fetcher = fetcher;
    this.sink = sink;
    this.clock = clock;
    this.counters = counters;
    this.status = status(target, TargetStatus.Health.UNKNOWN, "", Optional.empty(), 0, 0);
    this.thread =
        Thread.ofVirtual().name("mallwatch-scrape-" + target.config().job()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Goes on with the same target under another configuration.
  void update(Target changed) {
    target = changed;
    TargetStatus now = status;
    status =
        new TargetStatus(
            now.job(),
            changed.url(),
            changed.discovered(),
            changed.labels(),
            now.health(),
            now.lastError(),
            now.lastScrape(),
            now.lastDuration(),
            now.lastSamples(),
            changed.interval(),
            changed.timeout());
  }

  Target target() {
    return target;
  }

  TargetStatus status() {
    return status;
  }

  /// Ends the loop without waiting.
  void stop() {
    stopped = true;
    thread.interrupt();
  }

  /// Waits until the loop has ended.
  void join() throws InterruptedException {
    thread.join();
  }

  private void run() {
    try {
      Thread.sleep(untilNext());
      while (!stopped) {
        scrapeOnce();
        Thread.sleep(untilNext());
      }
    } catch (InterruptedException e) {
      logger.debug("scrape_loop_ended url={}", target.url());
    }
  }

  /// Time until the target's moment in the present or next interval.
  private Duration untilNext() {
    Target now = target;
    long interval = Math.max(1, now.interval().toMillis());
    long offset = Math.floorMod(now.labels().fingerprint() ^ now.url().hashCode(), interval);
    long sinceMoment = Math.floorMod(clock.millis() - offset, interval);
    return Duration.ofMillis(interval - sinceMoment);
  }

  private void scrapeOnce() throws InterruptedException {
    Target now = target;
    Instant start = clock.instant();
    long startNanos = System.nanoTime();
    counters.scrapes.increment();
    PageShaper shaped = new PageShaper(List.of(), List.of(), Set.of());
    List<MetricMetadata> metadata = List.of();
    int scraped = 0;
    String error = "";
    try {
      Exposition page = fetcher.fetch(now);
      scraped = page.lines().size();
      shaped = PageShaper.shape(page, now, start.toEpochMilli());
      metadata = page.metadata();
    } catch (ScrapeFailedException | MalformedExpositionException e) {
      counters.scrapeFailures.increment();
      error = String.valueOf(e.getMessage());
    }
    counters.samplesScraped.add(scraped);
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    Report report = new Report(now, start.toEpochMilli(), took, scraped, error);
    String stored = store(report, shaped, metadata);
    TargetStatus.Health health =
        error.isEmpty() ? TargetStatus.Health.UP : TargetStatus.Health.DOWN;
    status =
        status(
            now,
            health,
            error.isEmpty() ? stored : error,
            Optional.of(start),
            took.toNanos(),
            shaped.series().size());
  }

  private record Report(Target target, long atMillis, Duration took, int scraped, String error) {}

  /// Appends what was scraped, what went stale, and the report on it; what went wrong, or nothing.
  private String store(Report report, PageShaper shaped, List<MetricMetadata> metadata) {
    List<SeriesSamples> all = new ArrayList<>(shaped.series());
    int added = 0;
    for (Labels series : shaped.live()) {
      added += live.contains(series) ? 0 : 1;
    }
    for (Labels series : live) {
      if (!shaped.live().contains(series)) {
        all.add(SeriesSamples.of(series, report.atMillis(), Sample.staleNan()));
      }
    }
    double[] values = {
      report.error().isEmpty() ? 1 : 0,
      report.took().toNanos() / 1e9,
      report.scraped(),
      shaped.series().size(),
      added
    };
    for (int i = 0; i < values.length; i++) {
      all.add(SeriesSamples.of(reportSeries(report.target(), i), report.atMillis(), values[i]));
    }
    try {
      AppendResult result = sink.append(MetricBatch.of(all, shaped.exemplars(), metadata));
      counters.samplesRefused.add(result.rejectedCount());
      live = shaped.live();
      lastMillis = report.atMillis();
      return result.firstError();
    } catch (StoreOverloadedException | StoreUnavailableException e) {
      counters.storeFailures.increment();
      return String.valueOf(e.getMessage());
    }
  }

  private static Labels reportSeries(Target target, int index) {
    return target.labels().with(Labels.METRIC_NAME, REPORT.get(index));
  }

  /// Ends all series of the target, because it is no longer to be scraped; call it when the loop
  /// has ended.
  void endSeries() {
    if (lastMillis == Long.MIN_VALUE) {
      return;
    }
    long at = Math.max(lastMillis + 1, clock.millis());
    List<SeriesSamples> all = new ArrayList<>();
    for (Labels series : live) {
      all.add(SeriesSamples.of(series, at, Sample.staleNan()));
    }
    for (int i = 0; i < REPORT.size(); i++) {
      all.add(SeriesSamples.of(reportSeries(target, i), at, Sample.staleNan()));
    }
    try {
      counters.samplesRefused.add(sink.append(MetricBatch.ofSeries(all)).rejectedCount());
    } catch (StoreOverloadedException | StoreUnavailableException e) {
      counters.storeFailures.increment();
      logger.warn("series_of_gone_target_not_ended url={}", target.url(), e);
    }
  }

  private static TargetStatus status(
      Target target,
      TargetStatus.Health health,
      String error,
      Optional<Instant> at,
      long tookNanos,
      int samples) {
    return new TargetStatus(
        target.config().job(),
        target.url(),
        target.discovered(),
        target.labels(),
        health,
        error,
        at,
        Duration.ofNanos(tookNanos),
        samples,
        target.interval(),
        target.timeout());
  }
}
