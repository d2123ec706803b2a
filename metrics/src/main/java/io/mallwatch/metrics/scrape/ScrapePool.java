package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.ingest.page.PageMemory;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The targets of one job. Not thread-safe but for what says so: the [Scraper] serializes changes.
final class ScrapePool {

  private static final Logger logger = LoggerFactory.getLogger(ScrapePool.class);

  private final PageFetcher fetcher;
  private final MetricSink sink;
  private final PageMemory memory;
  private final Pace pace;
  private final ScrapeCounters counters;
  private ScrapeConfig config;
  private List<TargetGroup> groups = List.of();
  private volatile Map<Target.Key, ScrapeLoop> loops = Map.of();
  private volatile List<TargetStatus.Dropped> dropped = List.of();
  private volatile int droppedCount;

  ScrapePool(
      ScrapeConfig config,
      PageFetcher fetcher,
      PageMemory memory,
      MetricSink sink,
      Pace pace,
      ScrapeCounters counters) {
    this.config = config;
    this.fetcher = fetcher;
    this.sink = sink;
    this.memory = memory;
    this.pace = pace;
    this.counters = counters;
  }

  ScrapeConfig config() {
    return config;
  }

  PageFetcher fetcher() {
    return fetcher;
  }

  /// Goes on under another configuration, whose `http` is the same.
  void reconfigure(ScrapeConfig changed) {
    config = changed;
    groups = List.of();
  }

  /// Scrapes the targets of these groups from now on. Targets that stay go on undisturbed; those
  /// that are gone get stale markers, unless another one has the same labels: that one takes over
  /// their series.
  ///
  /// @param again whether even the same groups are looked at again
  void sync(List<TargetGroup> found, boolean again) throws InterruptedException {
    if (!again && found.equals(groups)) {
      return;
    }
    groups = found;
    counters.syncs.increment();
    Map<Target.Key, Target> wanted = targets(found);
    Map<Target.Key, ScrapeLoop> before = loops;
    Map<Target.Key, ScrapeLoop> after = new LinkedHashMap<>();
    List<ScrapeLoop> fresh = new ArrayList<>();
    wanted.forEach((key, target) -> {
      ScrapeLoop running = before.get(key);
      if (running == null) {
        running = new ScrapeLoop(target, fetcher, memory, sink, pace, counters);
        fresh.add(running);
      } else if (!running.target().equals(target)) {
        running.update(target);
      }
      after.put(key, running);
    });
    force(after);
    end(before, after, fresh);
    loops = after;
    fresh.forEach(ScrapeLoop::start);
  }

  private void force(Map<Target.Key, ScrapeLoop> after) {
    int limit = config.limits().targets();
    String error =
        limit > 0 && after.size() > limit
            ? "target_limit exceeded (number of targets: %d, limit: %d)"
                .formatted(after.size(), limit)
            : "";
    after.values().forEach(loop -> loop.force(error));
  }

  private static void end(
      Map<Target.Key, ScrapeLoop> before, Map<Target.Key, ScrapeLoop> after, List<ScrapeLoop> fresh)
      throws InterruptedException {
    Map<Labels, ScrapeLoop> successors = new HashMap<>();
    fresh.forEach(loop -> successors.put(loop.target().labels(), loop));
    List<ScrapeLoop> gone = new ArrayList<>();
    before.forEach((key, loop) -> {
      if (!after.containsKey(key)) {
        gone.add(loop);
      }
    });
    gone.forEach(ScrapeLoop::stop);
    for (ScrapeLoop loop : gone) {
      loop.join();
      ScrapeLoop successor = successors.get(loop.target().labels());
      if (successor == null) {
        loop.endSeries();
      } else {
        successor.adopt(loop);
      }
    }
  }

  private Map<Target.Key, Target> targets(List<TargetGroup> found) {
    Map<Target.Key, Target> wanted = new LinkedHashMap<>();
    List<TargetStatus.Dropped> left = new ArrayList<>();
    int leftCount = 0;
    int keep = config.limits().droppedTargets();
    for (TargetGroup group : found) {
      for (Labels own : group.targets()) {
        Labels discovered = Target.discovered(config, group, own);
        try {
          Target target = Target.of(config, discovered).orElse(null);
          if (target != null) {
            wanted.put(target.key(), target);
          } else {
            leftCount++;
            if (keep == 0 || left.size() < keep) {
              left.add(new TargetStatus.Dropped(config.job(), discovered));
            }
          }
        } catch (IllegalArgumentException e) {
          counters.badTargets.increment();
          logger.warn(
              "bad_target job={} labels={} error=\"{}\"", config.job(), discovered, e.getMessage());
        }
      }
    }
    dropped = List.copyOf(left);
    droppedCount = leftCount;
    return wanted;
  }

  /// All loops, each with its status. Thread-safe.
  List<ScrapeLoop> loops() {
    return List.copyOf(loops.values());
  }

  /// Thread-safe.
  List<TargetStatus.Dropped> dropped() {
    return dropped;
  }

  /// How many targets relabelling dropped, remembered or not. Thread-safe.
  int droppedCount() {
    return droppedCount;
  }

  /// Ends all series, because the job is gone.
  void remove() throws InterruptedException {
    sync(List.of(), true);
  }

  /// Ends the loops without stale markers.
  void stop() {
    loops.values().forEach(ScrapeLoop::stop);
  }
}
