package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.ingest.MalformedExpositionException;
import io.mallwatch.metrics.ingest.page.PageFormat;
import io.mallwatch.metrics.ingest.page.PageLimitException;
import io.mallwatch.metrics.ingest.page.PageMemory;
import io.mallwatch.metrics.ingest.page.PageOptions;
import io.mallwatch.metrics.ingest.page.PageOutcome;
import io.mallwatch.metrics.ingest.page.TargetPages;
import io.mallwatch.metrics.scrape.http.BodyBuffer;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scrapes one target for as long as it exists, on its own virtual thread, at a moment of each
/// interval that depends on who the target is, so that targets spread out.
final class ScrapeLoop {

  private static final Logger logger = LoggerFactory.getLogger(ScrapeLoop.class);

  /// A scrape that begins this little too late gets the time it should have begun: even steps
  /// compress well.
  private static final long TOLERANCE_MILLIS = 2;

  private static final long MAX_FUTURE_MILLIS = TimeUnit.MINUTES.toMillis(10);
  private static final int FIRST_BATCH = 64;

  private final PageFetcher fetcher;
  private final MetricSink sink;
  private final Pace pace;
  private final InstantSource clock;
  private final ScrapeCounters counters;
  private final Thread thread;
  private final TargetPages pages;
  private final BodyBuffer body = new BodyBuffer();
  private final MetricBatch batch = new MetricBatch(FIRST_BATCH);
  private volatile Target target;
  private volatile String forcedError = "";
  private volatile TargetStatus status;
  private volatile List<MetricMetadata> metadata = List.of();
  private volatile boolean stopped;

  // The rest is the loop thread's alone.
  private Target shapedFor;
  private ScrapeReport report;
  private long lastMillis = Long.MIN_VALUE;

  ScrapeLoop(
      Target target,
      PageFetcher fetcher,
      PageMemory memory,
      MetricSink sink,
      Pace pace,
      ScrapeCounters counters) {
    this.target = target;
    this.shapedFor = target;
    this.report = new ScrapeReport(target.labels(), target.config().page().extraMetrics());
    this.fetcher = fetcher;
    this.sink = sink;
    this.pages =
        new TargetPages(options(target), labels -> LabelJoin.stored(labels, target), memory);
    this.pace = pace;
    this.clock = pace.clock();
    this.counters = counters;
    this.status = TargetStatus.unknown(target);
    this.thread =
        Thread.ofVirtual().name("mallwatch-scrape-" + target.config().job()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Goes on with the same target under another configuration.
  void update(Target changed) {
    target = changed;
    status = status.of(changed);
    LockSupport.unpark(thread);
  }

  /// Every scrape fails with this until it is empty again.
  void force(String error) {
    forcedError = error;
  }

  Target target() {
    return target;
  }

  TargetStatus status() {
    return status;
  }

  /// Type, help and unit of the target's metrics, as of the last good scrape.
  List<MetricMetadata> metadata() {
    return metadata;
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
      while (!stopped) {
        long moment = nextMoment();
        while (clock.millis() < moment) {
          pace.park().accept(TimeUnit.MILLISECONDS.toNanos(moment - clock.millis()));
          if (Thread.interrupted() || stopped) {
            return;
          }
          moment = Math.min(moment, nextMoment());
        }
        scrapeOnce(aligned(moment));
      }
    } catch (InterruptedException e) {
      logger.debug("scrape_loop_ended url={}", target.url());
    } catch (RuntimeException e) {
      // The top of the loop's thread: the target shows what happened.
      status = status.failed(String.valueOf(e));
      logger.error("scrape_loop_failed url={}", target.url(), e);
    }
  }

  /// The target's moment in the present or next interval, later than now.
  private long nextMoment() {
    Target now = target;
    long interval = Math.max(1, now.interval().toMillis());
    long offset = Math.floorMod(now.labels().fingerprint() ^ now.url().hashCode(), interval);
    long time = clock.millis();
    return time + interval - Math.floorMod(time - offset, interval);
  }

  private long aligned(long moment) {
    long now = clock.millis();
    long tolerance = Math.min(target.interval().toMillis() / 100, TOLERANCE_MILLIS);
    return now - moment <= tolerance ? moment : now;
  }

  private void scrapeOnce(long atMillis) throws InterruptedException {
    Target now = target;
    shapeFor(now);
    Instant start = clock.instant();
    long startNanos = System.nanoTime();
    counters.scrapes.increment();
    int bodyBytes = 0;
    PageOutcome found = PageOutcome.NONE;
    batch.clear();
    String error = forcedError;
    try {
      if (error.isEmpty()) {
        ScrapeProtocol protocol = fetcher.fetch(now, body);
        bodyBytes = body.length();
        found = read(protocol, atMillis);
      } else {
        counters.targetLimitPassed.increment();
      }
    } catch (ScrapeFailedException e) {
      counters.failed(e.limit());
      bodyBytes = e.limit() == ScrapeFailedException.Limit.BODY ? -1 : bodyBytes;
      found = e.limit() == ScrapeFailedException.Limit.SAMPLES ? pages.outcome() : found;
      error = String.valueOf(e.getMessage());
    } catch (MalformedExpositionException e) {
      counters.failed(ScrapeFailedException.Limit.NONE);
      error = String.valueOf(e.getMessage());
    }
    if (!error.isEmpty()) {
      FailureLog.write(now.config().failureLog(), start, now, error);
      pages.failed(atMillis, batch);
    }
    counters.samplesScraped.add(found.scraped());
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    int added = error.isEmpty() ? found.added() : 0;
    ScrapeReport.Outcome outcome =
        new ScrapeReport.Outcome(
            error.isEmpty(), took, found.scraped(), found.kept(), added, bodyBytes);
    String stored = store(now, atMillis, outcome);
    status = status.scraped(now, start, outcome, error.isEmpty() ? stored : error);
  }

  private void shapeFor(Target now) {
    if (now.equals(shapedFor)) {
      return;
    }
    ScrapeConfig before = shapedFor.config();
    ScrapeConfig after = now.config();
    if (!before.metricRelabelConfigs().equals(after.metricRelabelConfigs())
        || !before.limits().equals(after.limits())
        || !before.page().equals(after.page())) {
      pages.configure(options(now), labels -> LabelJoin.stored(labels, now));
    }
    if (before.page().extraMetrics() != after.page().extraMetrics()) {
      report = new ScrapeReport(now.labels(), after.page().extraMetrics());
    }
    shapedFor = now;
  }

  private static PageOptions options(Target target) {
    PageRules rules = target.config().page();
    return new PageOptions(
        rules.honorTimestamps(),
        rules.trackTimestampsStaleness(),
        target.config().limits().samples(),
        MAX_FUTURE_MILLIS,
        rules.histograms().bucketLimit(),
        rules.histograms().maxSchema(),
        rules.histograms().scrapeNative(),
        rules.histograms().alwaysClassic(),
        rules.histograms().convertClassic());
  }

  /// Reads the page in `body` into `batch`, with the ends of what it has no longer.
  private PageOutcome read(ScrapeProtocol protocol, long atMillis) {
    PageFormat format =
        switch (protocol) {
          case OPEN_METRICS_TEXT_1_0_0, OPEN_METRICS_TEXT_0_0_1 -> PageFormat.OPEN_METRICS;
          case PROMETHEUS_TEXT_1_0_0, PROMETHEUS_TEXT_0_0_4 -> PageFormat.TEXT;
          case PROMETHEUS_PROTO -> PageFormat.PROTOBUF;
        };
    try {
      PageOutcome found = pages.read(body.bytes(), body.length(), format, atMillis, batch);
      counters.refused("out_of_bounds", found.future());
      return found;
    } catch (PageLimitException e) {
      ScrapeFailedException.Limit limit =
          e.limit() == PageLimitException.Limit.SAMPLES
              ? ScrapeFailedException.Limit.SAMPLES
              : ScrapeFailedException.Limit.NONE;
      throw new ScrapeFailedException(String.valueOf(e.getMessage()), limit, e);
    }
  }

  /// Appends what was scraped or went stale, and the report on it; what went wrong, or nothing.
  private String store(Target now, long atMillis, ScrapeReport.Outcome outcome) {
    report.addTo(batch, atMillis, outcome, now);
    try {
      AppendResult result = sink.append(batch);
      counters.refused(result);
      if (outcome.up()) {
        pages.stored();
        metadata = batch.metadata().isEmpty() ? metadata : pages.metadata();
      } else {
        pages.storedFailure();
      }
      lastMillis = atMillis;
      return result.firstError();
    } catch (StoreOverloadedException | StoreUnavailableException e) {
      counters.storeFailures.increment();
      return String.valueOf(e.getMessage());
    } finally {
      batch.clear();
    }
  }

  /// Goes on where `before`, which has ended, was: it had the same labels. Call it before the
  /// start.
  void adopt(ScrapeLoop before) {
    pages.adopt(before.pages);
    lastMillis = before.lastMillis;
  }

  /// Ends all series of the target, because it is no longer to be scraped; call it when the loop
  /// has ended.
  void endSeries() {
    if (lastMillis == Long.MIN_VALUE) {
      return;
    }
    long at = Math.max(lastMillis + 1, clock.millis());
    pages.failed(at, batch);
    report.endIn(batch, at);
    try {
      counters.refused(sink.append(batch));
    } catch (StoreOverloadedException | StoreUnavailableException e) {
      counters.storeFailures.increment();
      logger.warn("series_of_gone_target_not_ended url={}", target.url(), e);
    }
  }
}
