package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.http.HttpFailedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the objects of one [Query], on a thread of its own: lists them, then follows their changes
/// and lists them anew when that breaks. What was known last stays meanwhile. Thread-safe.
final class ResourceWatch implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(ResourceWatch.class);

  private final Query query;
  private final ApiClient api;
  private final Pace pace;
  private final InstantSource clock;
  private final Runnable changed;
  private final Thread thread;
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile @Nullable ConcurrentNavigableMap<String, KubeObject> objects;
  private volatile String error = "";
  private volatile Optional<Instant> heard = Optional.empty();

  /// @param changed called by this watch's thread after each change
  ResourceWatch(Query query, ApiClient api, Pace pace, InstantSource clock, Runnable changed) {
    this.query = query;
    this.api = api;
    this.pace = pace;
    this.clock = clock;
    this.changed = changed;
    this.thread =
        Thread.ofVirtual()
            .name("mallwatch-discovery-kubernetes-" + query.resource().plural())
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// By key, in order of keys; null before the first list. Follows all changes.
  @Nullable ConcurrentNavigableMap<String, KubeObject> objects() {
    return objects;
  }

  /// What is wrong now; empty when nothing is.
  String error() {
    return error;
  }

  long lists() {
    return lists.get();
  }

  long failures() {
    return failures.get();
  }

  /// When the API last told something.
  Optional<Instant> heard() {
    return heard;
  }

  private void run() {
    int failed = 0;
    try {
      while (true) {
        Watched watched = new Watched();
        boolean gone = false;
        try {
          follow(watched);
        } catch (KubernetesFailedException e) {
          gone = e.gone();
          failed(String.valueOf(e.getMessage()), gone);
        } catch (HttpFailedException e) {
          failed("cannot reach the API for %s: %s".formatted(query, e.getMessage()), false);
        } catch (RuntimeException e) {
          // The top of the thread: one bad answer must not end the discovery.
          failed(String.valueOf(e), false);
          logger.error("discovery_broke kind=kubernetes resource=\"{}\"", query, e);
        }
        failed = watched.worked ? 1 : failed + 1;
        if (!gone || failed > 1) {
          Thread.sleep(pace.pause(failed));
        }
      }
    } catch (InterruptedException e) {
      logger.debug("discovery_ended kind=kubernetes resource=\"{}\"", query);
    }
  }

  /// Lists, then watches until that fails.
  private void follow(Watched watched) throws InterruptedException {
    lists.incrementAndGet();
    ApiClient.Listed listed = api.list(query);
    objects = listed.objects();
    watched.version = listed.version();
    heard = Optional.of(clock.instant());
    changed.run();
    while (true) {
      long before = watched.events;
      api.watch(query, watched.version, watched);
      watched.worked = true;
      if (watched.events == before) {
        // Nothing happened; a server that ends watches at once is not asked in a circle.
        Duration pause = pace.pause(1);
        Thread.sleep(pause);
      }
    }
  }

  private void failed(String message, boolean gone) {
    failures.incrementAndGet();
    if (gone) {
      logger.info("discovery_relists kind=kubernetes resource=\"{}\"", query);
      return;
    }
    if (!message.equals(error)) {
      logger.warn("discovery_failed kind=kubernetes error=\"{}\"", message);
    }
    error = message;
  }

  /// The changes of one watch after another.
  private final class Watched implements ApiClient.Listener {
    private String version = "";
    private long events;
    private boolean worked;

    @Override
    public void put(KubeObject object) {
      ConcurrentNavigableMap<String, KubeObject> all = held();
      all.put(object.meta().key(), object);
      if (all.size() > pace.objects()) {
        all.remove(object.meta().key());
        throw new KubernetesFailedException(
            "there are more than %d %s".formatted(pace.objects(), query));
      }
      events++;
      worked = true;
      changed.run();
    }

    @Override
    public void remove(KubeObject object) {
      held().remove(object.meta().key());
      events++;
      worked = true;
      changed.run();
    }

    @Override
    public void reached(String told) {
      if (!told.isEmpty()) {
        version = told;
      }
      error = "";
      heard = Optional.of(clock.instant());
    }

    private ConcurrentNavigableMap<String, KubeObject> held() {
      ConcurrentNavigableMap<String, KubeObject> all = objects;
      return all == null ? new ConcurrentSkipListMap<>() : all;
    }
  }

  /// Returns when the thread has ended.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
