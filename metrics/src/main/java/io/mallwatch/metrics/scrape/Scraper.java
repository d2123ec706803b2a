package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.MetricSink;
import io.mallwatch.model.Labels;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scrapes the targets of all jobs into a [MetricSink]. Thread-safe; owns its threads until
/// [#close()].
public final class Scraper implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Scraper.class);

  private final MetricSink sink;
  private final InstantSource clock;
  private final ScrapeCounters counters = new ScrapeCounters();
  private final TargetFiles files = new TargetFiles(counters); // guarded by this
  private final Map<Target.Key, ScrapeLoop> loops = new LinkedHashMap<>(); // guarded by this
  private final ExecutorService httpThreads;
  private final HttpClient client;
  private final PageFetcher fetcher;
  private final ScheduledExecutorService discovery;
  private List<ScrapeConfig> configs = List.of(); // guarded by this
  private List<TargetStatus.Dropped> dropped = List.of(); // guarded by this
  private boolean closed; // guarded by this

  /// Scrapes nothing until [#reload(List)].
  ///
  /// @param userAgent such as `Mallwatch/0.1`
  /// @param rediscover how often files of targets are looked at
  public Scraper(MetricSink sink, InstantSource clock, String userAgent, Duration rediscover) {
    this.sink = sink;
    this.clock = clock;
    httpThreads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("mallwatch-scrape-http-", 0).factory());
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(httpThreads)
            .build();
    fetcher = new PageFetcher(client, userAgent);
    discovery =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("mallwatch-scrape-discovery").daemon().factory());
    var _ =
        discovery.scheduleWithFixedDelay(
            this::discover, rediscover.toMillis(), rediscover.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Scrapes these jobs from now on. Targets that are in both lists go on undisturbed; those that
  /// are gone get stale markers.
  public void reload(List<ScrapeConfig> changed) {
    synchronized (this) {
      configs = List.copyOf(changed);
    }
    discover();
  }

  private void discover() {
    List<ScrapeLoop> gone = new ArrayList<>();
    try {
      synchronized (this) {
        if (!closed) {
          synchronizeLoops(wanted(), gone);
        }
      }
      end(gone);
    } catch (RuntimeException e) {
      // The top of the discovery thread: one bad round must not end it.
      counters.discoveryFailures.increment();
      logger.error("scrape_discovery_failed", e);
    }
  }

  // guarded by this
  private Map<Target.Key, Target> wanted() {
    Map<Target.Key, Target> wanted = new LinkedHashMap<>();
    List<TargetStatus.Dropped> left = new ArrayList<>();
    for (ScrapeConfig config : configs) {
      Map<Target.Key, Target> ofJob = new LinkedHashMap<>();
      for (TargetGroup group : groups(config)) {
        for (String address : group.targets()) {
          Labels discovered = Target.discovered(config, group, address);
          try {
            Target.of(config, discovered)
                .ifPresentOrElse(
                    target -> ofJob.put(target.key(), target),
                    () -> left.add(new TargetStatus.Dropped(config.job(), discovered)));
          } catch (IllegalArgumentException e) {
            counters.badTargets.increment();
            logger.warn("bad_target job={} labels={}", config.job(), discovered, e);
          }
        }
      }
      int limit = config.limits().targets();
      if (limit > 0 && ofJob.size() > limit) {
        counters.badTargets.add(ofJob.size());
        logger.error(
            "target_limit_exceeded job={} targets={} limit={}", config.job(), ofJob.size(), limit);
      } else {
        wanted.putAll(ofJob);
      }
    }
    dropped = List.copyOf(left);
    return wanted;
  }

  private List<TargetGroup> groups(ScrapeConfig config) {
    List<TargetGroup> groups = new ArrayList<>(config.staticTargets());
    for (String pattern : config.targetFiles()) {
      groups.addAll(files.read(pattern));
    }
    return groups;
  }

  // guarded by this
  private void synchronizeLoops(Map<Target.Key, Target> wanted, List<ScrapeLoop> gone) {
    Map<Target.Key, ScrapeLoop> before = new HashMap<>(loops);
    loops.keySet().retainAll(wanted.keySet());
    before.forEach((key, loop) -> {
      if (!wanted.containsKey(key)) {
        gone.add(loop);
      }
    });
    wanted.forEach((key, target) -> {
      ScrapeLoop running = loops.get(key);
      if (running == null) {
        ScrapeLoop loop = new ScrapeLoop(target, fetcher, sink, clock, counters);
        loops.put(key, loop);
        loop.start();
      } else if (!running.target().equals(target)) {
        running.update(target);
      }
    });
  }

  private static void end(List<ScrapeLoop> gone) {
    gone.forEach(ScrapeLoop::stop);
    for (ScrapeLoop loop : gone) {
      if (joined(loop)) {
        loop.endSeries();
      }
    }
  }

  private static boolean joined(ScrapeLoop loop) {
    try {
      loop.join();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// All targets that are scraped, by job and address.
  public synchronized List<TargetStatus> targets() {
    return loops.values().stream()
        .map(ScrapeLoop::status)
        .sorted(
            Comparator.comparing(TargetStatus::job)
                .thenComparing(status -> status.url().toString()))
        .toList();
  }

  /// Targets that relabelling dropped.
  public synchronized List<TargetStatus.Dropped> droppedTargets() {
    return dropped;
  }

  /// The jobs as they are scraped now.
  public synchronized List<ScrapeConfig> configs() {
    return configs;
  }

  /// What was counted since the start, by name such as `scrape_failures`.
  public Map<String, Long> counters() {
    return counters.all();
  }

  /// Stops scraping. Series get no stale markers: after a restart they go on.
  @Override
  public void close() {
    List<ScrapeLoop> running;
    synchronized (this) {
      closed = true;
      running = List.copyOf(loops.values());
      loops.clear();
    }
    discovery.shutdownNow();
    running.forEach(ScrapeLoop::stop);
    running.forEach(Scraper::joined);
    client.shutdownNow();
    client.close();
    httpThreads.close();
  }
}
