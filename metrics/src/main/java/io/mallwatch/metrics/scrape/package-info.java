/// Fetches numbers from targets. Start with [Scraper]: it keeps one virtual thread for each target,
/// which fetches a page, shapes it ([Relabeling]) and appends it to a
/// [io.mallwatch.metrics.MetricSink]. What to scrape is a list of [ScrapeConfig], read by
/// [ScrapeConfigYaml].
@NullMarked
package io.mallwatch.metrics.scrape;

import org.jspecify.annotations.NullMarked;
