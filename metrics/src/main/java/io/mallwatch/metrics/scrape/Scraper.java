package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.ingest.TextCache;
import io.mallwatch.metrics.ingest.page.PageMemory;
import io.mallwatch.metrics.scrape.discovery.Discoveries;
import io.mallwatch.metrics.scrape.discovery.DiscoveryAccess;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig;
import io.mallwatch.metrics.scrape.discovery.DiscoveryStatus;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.metrics.scrape.discovery.dns.DnsConfig;
import io.mallwatch.metrics.scrape.discovery.dns.DnsResolver;
import io.mallwatch.metrics.scrape.discovery.kubernetes.KubernetesDiscovery;
import io.mallwatch.metrics.scrape.discovery.kubernetes.ServiceAccount;
import io.mallwatch.metrics.scrape.http.HttpClients;
import io.mallwatch.model.Labels;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scrapes the targets of all jobs into a [MetricSink]. Thread-safe; owns its threads until
/// [#close()].
public final class Scraper implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Scraper.class);

  /// Names and values of labels that all targets share.
  private static final int TEXTS = 1 << 15;

  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  /// News of discoveries that come within this time are taken together.
  private static final long SETTLE_MILLIS = 100;

  private final MetricSink sink;
  private final InstantSource clock;
  private final LongConsumer park;
  private final String userAgent;
  private final ScrapeCounters counters = new ScrapeCounters();
  private final PageMemory memory =
      new PageMemory(new TextCache(TEXTS), new SecureRandom().nextLong());
  private final HttpClients clients;
  private final Discoveries discoveries;
  private final Semaphore news = new Semaphore(0);
  private final Thread syncing;
  private final ReentrantLock changing = new ReentrantLock();
  private boolean closed; // guarded by changing

  /// By job, in the order of the configuration; replaced as a whole, changed under `changing`.
  private volatile Map<String, ScrapePool> pools = Map.of();

  /// Scrapes nothing until [#reload(List)].
  ///
  /// @param userAgent such as `Mallwatch/0.1`
  /// @param pollFiles how often files of targets are looked at
  /// @param environment where `HTTP_PROXY`, `KUBERNETES_SERVICE_HOST` and their like are looked up
  public Scraper(
      MetricSink sink,
      InstantSource clock,
      String userAgent,
      Duration pollFiles,
      Map<String, String> environment) {
    this(sink, clock, LockSupport::parkNanos, userAgent, pollFiles, environment);
  }

  /// @param park waits for so many nanoseconds of `clock`
  Scraper(
      MetricSink sink,
      InstantSource clock,
      LongConsumer park,
      String userAgent,
      Duration pollFiles,
      Map<String, String> environment) {
    this.sink = sink;
    this.clock = clock;
    this.park = park;
    this.userAgent = userAgent;
    clients = new HttpClients(clock, environment);
    DnsResolver resolver = new DnsResolver(() -> DnsConfig.read(RESOLV_CONF), SecureRandom::new);
    DiscoveryAccess access = new DiscoveryAccess(clients, resolver, userAgent, clock);
    discoveries =
        new Discoveries(
            access,
            pollFiles,
            new KubernetesDiscovery(access, ServiceAccount.of(environment)),
            news::release);
    syncing = Thread.ofPlatform().name("mallwatch-scrape-sync").daemon().start(this::syncAlways);
  }

  /// Scrapes these jobs from now on. Jobs and targets that are in both lists go on undisturbed;
  /// those that are gone get stale markers.
  public void reload(List<ScrapeConfig> changed) {
    changing.lock();
    try {
      if (closed) {
        return;
      }
      counters.reloads.increment();
      Set<DiscoveryConfig> wanted = new LinkedHashSet<>();
      changed.forEach(config -> wanted.addAll(config.discovery()));
      discoveries.use(wanted);
      Map<String, ScrapePool> before = pools;
      Map<String, ScrapePool> after = new LinkedHashMap<>();
      List<ScrapePool> gone = new ArrayList<>(before.values());
      for (ScrapeConfig config : changed) {
        ScrapePool running = before.get(config.job());
        if (running == null || !running.config().http().equals(config.http())) {
          after.put(config.job(), pool(config));
        } else {
          gone.remove(running);
          after.put(config.job(), running);
          if (!running.config().equals(config)) {
            running.reconfigure(config);
          }
        }
      }
      for (ScrapePool pool : gone) {
        pool.remove();
        clients.release(pool.fetcher().http());
      }
      pools = after;
      sync();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      changing.unlock();
    }
  }

  private ScrapePool pool(ScrapeConfig config) {
    return new ScrapePool(
        config,
        new PageFetcher(clients.fetcher(config.http()), userAgent),
        memory,
        sink,
        new Pace(clock, park),
        counters);
  }

  private void syncAlways() {
    try {
      while (true) {
        news.acquire();
        if (news.tryAcquire(SETTLE_MILLIS, TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
        syncOnce();
      }
    } catch (InterruptedException e) {
      logger.debug("scrape_sync_ended");
    }
  }

  private void syncOnce() throws InterruptedException {
    changing.lock();
    try {
      if (!closed) {
        sync();
      }
    } catch (RuntimeException e) {
      // The top of the thread: one bad round must not end it.
      counters.syncFailures.increment();
      logger.error("scrape_sync_failed", e);
    } finally {
      changing.unlock();
    }
  }

  // guarded by changing
  private void sync() throws InterruptedException {
    for (ScrapePool pool : pools.values()) {
      List<TargetGroup> groups = new ArrayList<>();
      for (DiscoveryConfig config : pool.config().discovery()) {
        groups.addAll(discoveries.groups(config));
      }
      pool.sync(groups, false);
    }
  }

  private List<ScrapeLoop> loops() {
    return pools.values().stream().flatMap(pool -> pool.loops().stream()).toList();
  }

  /// All targets that are scraped, by job and address.
  public List<TargetStatus> targets() {
    return loops().stream()
        .map(ScrapeLoop::status)
        .sorted(
            Comparator.comparing(TargetStatus::job)
                .thenComparing(status -> status.url().toString()))
        .toList();
  }

  /// Targets that relabelling dropped, as many as each job remembers.
  public List<TargetStatus.Dropped> droppedTargets() {
    return pools.values().stream().flatMap(pool -> pool.dropped().stream()).toList();
  }

  /// How many targets relabelling dropped, by job.
  public Map<String, Integer> droppedCounts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    pools.forEach((job, pool) -> counts.put(job, pool.droppedCount()));
    return counts;
  }

  /// Type, help and unit of a target's metrics.
  public record TargetMetadata(Labels target, MetricMetadata metadata) {}

  /// What targets said about their metrics in their last good scrape.
  public List<TargetMetadata> metadata() {
    List<TargetMetadata> all = new ArrayList<>();
    for (ScrapeLoop loop : loops()) {
      loop.metadata().forEach(said -> all.add(new TargetMetadata(loop.target().labels(), said)));
    }
    return all;
  }

  /// How the discoveries of each job go.
  public Map<String, List<DiscoveryStatus>> discoveries() {
    Map<String, List<DiscoveryStatus>> all = new LinkedHashMap<>();
    pools.forEach((job, pool) -> all.put(job, discoveries.statuses(pool.config().discovery())));
    return all;
  }

  /// The jobs as they are scraped now.
  public List<ScrapeConfig> configs() {
    return pools.values().stream().map(ScrapePool::config).toList();
  }

  /// What was counted since the start, by name such as `scrape_failures`.
  public Map<String, Long> counters() {
    Map<String, Long> all = counters.all();
    long failures =
        discoveries().values().stream()
            .flatMap(List::stream)
            .mapToLong(DiscoveryStatus::failures)
            .sum();
    all.put("discovery_failures", failures);
    return all;
  }

  /// Stops scraping. Series get no stale markers: after a restart they go on.
  @Override
  public void close() {
    syncing.interrupt();
    changing.lock();
    try {
      closed = true;
    } finally {
      changing.unlock();
    }
    discoveries.close();
    List<ScrapeLoop> running = loops();
    running.forEach(ScrapeLoop::stop);
    try {
      for (ScrapeLoop loop : running) {
        loop.join();
      }
      syncing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.close();
  }
}
