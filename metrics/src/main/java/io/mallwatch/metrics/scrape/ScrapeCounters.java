package io.mallwatch.metrics.scrape;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// What scraping counts. Thread-safe.
final class ScrapeCounters {

  final LongAdder scrapes = new LongAdder();
  final LongAdder scrapeFailures = new LongAdder();
  final LongAdder samplesScraped = new LongAdder();
  final LongAdder samplesRefused = new LongAdder();
  final LongAdder storeFailures = new LongAdder();
  final LongAdder scrapesSkipped = new LongAdder();
  final LongAdder discoveryFailures = new LongAdder();
  final LongAdder badTargets = new LongAdder();

  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    all.put("scrapes", scrapes.sum());
    all.put("scrape_failures", scrapeFailures.sum());
    all.put("samples_scraped", samplesScraped.sum());
    all.put("samples_refused", samplesRefused.sum());
    all.put("store_failures", storeFailures.sum());
    all.put("scrapes_skipped", scrapesSkipped.sum());
    all.put("discovery_failures", discoveryFailures.sum());
    all.put("bad_targets", badTargets.sum());
    return all;
  }
}
