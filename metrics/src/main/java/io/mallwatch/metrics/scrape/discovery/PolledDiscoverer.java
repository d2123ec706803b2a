package io.mallwatch.metrics.scrape.discovery;

import io.mallwatch.metrics.scrape.http.BodyTooLargeException;
import io.mallwatch.metrics.scrape.http.HttpFailedException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a [TargetSource] at an interval.
final class PolledDiscoverer implements Discoverer {

  private static final Logger logger = LoggerFactory.getLogger(PolledDiscoverer.class);

  private final TargetSource source;
  private final Duration interval;
  private final InstantSource clock;
  private final Runnable changed;
  private final Runnable release;
  private final Thread thread;
  private volatile List<TargetGroup> groups = List.of();
  private volatile DiscoveryStatus status;

  /// @param changed called when other groups were found than before
  /// @param release called at the end
  PolledDiscoverer(
      String kind,
      TargetSource source,
      Duration interval,
      InstantSource clock,
      Runnable changed,
      Runnable release) {
    this.source = source;
    this.interval = interval;
    this.clock = clock;
    this.changed = changed;
    this.release = release;
    this.status = new DiscoveryStatus(kind, 0, 0, 0, "", Optional.empty());
    this.thread = Thread.ofVirtual().name("mallwatch-discovery-" + kind).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        refresh();
        Thread.sleep(interval);
      }
    } catch (InterruptedException e) {
      logger.debug("discovery_ended kind={}", status.kind());
    }
  }

  private void refresh() throws InterruptedException {
    String error;
    try {
      TargetSource.Found found = source.find();
      error = String.join("; ", found.errors());
      if (!found.groups().equals(groups)) {
        groups = List.copyOf(found.groups());
        changed.run();
      }
    } catch (DiscoveryFailedException | HttpFailedException | BodyTooLargeException e) {
      error = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      // The top of the thread: one bad answer must not end the discovery.
      error = String.valueOf(e);
      logger.error("discovery_broke kind={}", status.kind(), e);
    }
    if (!error.isEmpty() && !error.equals(status.lastError())) {
      logger.warn("discovery_failed kind={} error=\"{}\"", status.kind(), error);
    }
    int targets = groups.stream().mapToInt(group -> group.targets().size()).sum();
    status =
        new DiscoveryStatus(
            status.kind(),
            targets,
            status.refreshes() + 1,
            status.failures() + (error.isEmpty() ? 0 : 1),
            error,
            Optional.of(clock.instant()));
  }

  @Override
  public List<TargetGroup> groups() {
    return groups;
  }

  @Override
  public DiscoveryStatus status() {
    return status;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    release.run();
  }
}
