package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.ingest.Exposition;
import io.mallwatch.metrics.ingest.ExpositionText;
import io.mallwatch.metrics.ingest.MalformedExpositionException;
import io.mallwatch.metrics.ingest.OpenMetricsText;
import io.mallwatch.metrics.scrape.http.BodyBuffer;
import io.mallwatch.model.Sample;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
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
  private final InstantSource clock;
  private final ScrapeCounters counters;
  private final LongConsumer park;
  private final Thread thread;
  private final SeriesCache cache = new SeriesCache();
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
  private int scraped;
  private int kept;

  /// @param park waits for so many nanoseconds, less when the thread is unparked or interrupted
  ScrapeLoop(
      Target target,
      PageFetcher fetcher,
      MetricSink sink,
      InstantSource clock,
      LongConsumer park,
      ScrapeCounters counters) {
    this.target = target;
    this.shapedFor = target;
    this.report = new ScrapeReport(target.labels(), target.config().page().extraMetrics());
    this.fetcher = fetcher;
    this.sink = sink;
    this.clock = clock;
    this.park = park;
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
          park.accept(TimeUnit.MILLISECONDS.toNanos(moment - clock.millis()));
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
    scraped = 0;
    kept = 0;
    int bodyBytes = 0;
    batch.clear();
    cache.begin();
    String error = forcedError;
    try {
      if (error.isEmpty()) {
        ScrapeProtocol protocol = fetcher.fetch(now, body);
        bodyBytes = body.length();
        page(parse(protocol), now, atMillis);
      } else {
        counters.targetLimitPassed.increment();
      }
    } catch (ScrapeFailedException e) {
      counters.failed(e.limit());
      bodyBytes = e.limit() == ScrapeFailedException.Limit.BODY ? -1 : bodyBytes;
      error = String.valueOf(e.getMessage());
    } catch (MalformedExpositionException e) {
      counters.failed(ScrapeFailedException.Limit.NONE);
      error = String.valueOf(e.getMessage());
    }
    if (!error.isEmpty()) {
      FailureLog.write(now.config().failureLog(), start, now, error);
      batch.clear();
      cache.fail();
    }
    counters.samplesScraped.add(scraped);
    Duration took = Duration.ofNanos(System.nanoTime() - startNanos);
    ScrapeReport.Outcome outcome =
        new ScrapeReport.Outcome(error.isEmpty(), took, scraped, kept, cache.added(), bodyBytes);
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
        || before.page().honorLabels() != after.page().honorLabels()) {
      cache.forgetLines();
    }
    if (before.page().extraMetrics() != after.page().extraMetrics()) {
      report = new ScrapeReport(now.labels(), after.page().extraMetrics());
    }
    shapedFor = now;
  }

  private Exposition parse(ScrapeProtocol protocol) {
    byte[] page = Arrays.copyOf(body.bytes(), body.length());
    return switch (protocol) {
      case OPEN_METRICS_TEXT_1_0_0, OPEN_METRICS_TEXT_0_0_1 -> OpenMetricsText.parse(page);
      case PROMETHEUS_TEXT_1_0_0, PROMETHEUS_TEXT_0_0_4 -> ExpositionText.parse(page);
      case PROMETHEUS_PROTO ->
          throw new ScrapeFailedException(
              "the target answers in protobuf, which was not asked for");
    };
  }

  private void page(Exposition page, Target now, long atMillis) {
    PageRules rules = now.config().page();
    scraped = page.lines().size();
    for (Exposition.Line line : page.lines()) {
      SeriesCache.Series series = cache.find(line.labels(), now);
      if (series == null) {
        continue;
      }
      kept++;
      boolean given = rules.honorTimestamps() && line.timestampMillis().isPresent();
      long at = given ? line.timestampMillis().getAsLong() : atMillis;
      if (at > atMillis + MAX_FUTURE_MILLIS) {
        counters.refused("out_of_bounds");
        continue;
      }
      batch.add(series.key(), at, line.value());
      cache.sample(series, !given || rules.trackTimestampsStaleness());
      Exposition.Example example = line.exemplar();
      if (example != null) {
        long when = example.timestampMillis().orElse(at);
        batch.add(new Exemplar(series.key().labels(), example.labels(), example.value(), when));
      }
    }
    int limit = now.config().limits().samples();
    if (limit > 0 && kept > limit) {
      throw new ScrapeFailedException(
          "sample limit exceeded: %d samples, the limit is %d".formatted(kept, limit),
          ScrapeFailedException.Limit.SAMPLES,
          null);
    }
    page.metadata().forEach(batch::add);
    metadata = page.metadata();
  }

  /// Appends what was scraped, what went stale, and the report on it; what went wrong, or nothing.
  private String store(Target now, long atMillis, ScrapeReport.Outcome outcome) {
    cache.forEachGone(series -> batch.add(series.key(), atMillis, Sample.staleNan()));
    report.addTo(batch, atMillis, outcome, now);
    try {
      AppendResult result = sink.append(batch);
      counters.refused(result);
      cache.commit(!outcome.up());
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
    cache.adopt(before.cache);
    lastMillis = before.lastMillis;
  }

  /// Ends all series of the target, because it is no longer to be scraped; call it when the loop
  /// has ended.
  void endSeries() {
    if (lastMillis == Long.MIN_VALUE) {
      return;
    }
    long at = Math.max(lastMillis + 1, clock.millis());
    batch.clear();
    cache.alive().forEach(series -> batch.add(series.key(), at, Sample.staleNan()));
    report.endIn(batch, at);
    try {
      counters.refused(sink.append(batch));
    } catch (StoreOverloadedException | StoreUnavailableException e) {
      counters.storeFailures.increment();
      logger.warn("series_of_gone_target_not_ended url={}", target.url(), e);
    }
  }
}
