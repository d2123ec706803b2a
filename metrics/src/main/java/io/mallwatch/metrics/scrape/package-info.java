/// Fetches numbers from targets. Start with [Scraper]: it has a [ScrapePool] for each job, which
/// keeps one virtual thread for each target ([ScrapeLoop]) that fetches a page, joins and relabels
/// its labels ([LabelJoin], [Relabeling]) and appends it to a [io.mallwatch.metrics.MetricSink].
///
/// What to scrape is a list of [ScrapeConfig], read from files by `yaml`; targets are found by
/// `discovery` and asked through `http`.
@NullMarked
package io.mallwatch.metrics.scrape;

import org.jspecify.annotations.NullMarked;
