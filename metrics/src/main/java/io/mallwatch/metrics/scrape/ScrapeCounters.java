package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.AppendResult;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What scraping counts. Thread-safe.
final class ScrapeCounters {

  final LongAdder scrapes = new LongAdder();
  final LongAdder scrapeFailures = new LongAdder();
  final LongAdder samplesScraped = new LongAdder();
  final LongAdder samplesRefused = new LongAdder();
  final LongAdder storeFailures = new LongAdder();
  final LongAdder bodyLimitPassed = new LongAdder();
  final LongAdder sampleLimitPassed = new LongAdder();
  final LongAdder labelLimitPassed = new LongAdder();
  final LongAdder targetLimitPassed = new LongAdder();
  final LongAdder badTargets = new LongAdder();
  final LongAdder reloads = new LongAdder();
  final LongAdder syncs = new LongAdder();
  final LongAdder syncFailures = new LongAdder();
  private final Map<String, LongAdder> refusedByReason = new ConcurrentHashMap<>();

  void refused(AppendResult result) {
    samplesRefused.add(result.rejectedCount());
    result
        .rejected()
        .forEach((reason, count) ->
            refusedByReason.computeIfAbsent(reason, _ -> new LongAdder()).add(count));
  }

  void refused(String reason, int samples) {
    if (samples > 0) {
      samplesRefused.add(samples);
      refusedByReason.computeIfAbsent(reason, _ -> new LongAdder()).add(samples);
    }
  }

  void failed(ScrapeFailedException.Limit limit) {
    scrapeFailures.increment();
    switch (limit) {
      case BODY -> bodyLimitPassed.increment();
      case SAMPLES -> sampleLimitPassed.increment();
      case LABELS -> labelLimitPassed.increment();
      case NONE -> {
        // Counted as a failure only.
      }
    }
  }

  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    all.put("scrapes", scrapes.sum());
    all.put("scrape_failures", scrapeFailures.sum());
    all.put("samples_scraped", samplesScraped.sum());
    all.put("samples_refused", samplesRefused.sum());
    all.put("store_failures", storeFailures.sum());
    all.put("body_limit_passed", bodyLimitPassed.sum());
    all.put("sample_limit_passed", sampleLimitPassed.sum());
    all.put("label_limit_passed", labelLimitPassed.sum());
    all.put("target_limit_passed", targetLimitPassed.sum());
    all.put("bad_targets", badTargets.sum());
    all.put("reloads", reloads.sum());
    all.put("syncs", syncs.sum());
    all.put("sync_failures", syncFailures.sum());
    refusedByReason.forEach((reason, count) -> all.put("samples_refused_" + reason, count.sum()));
    return all;
  }
}
