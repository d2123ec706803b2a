/// Reads files like Prometheus's `prometheus.yml`. Start with [ScrapeConfigYaml].
///
/// Every mapping is read through [YamlKeys], which knows the line of each key and collects all
/// problems of a file before it is refused.
@NullMarked
package io.mallwatch.metrics.scrape.yaml;

import org.jspecify.annotations.NullMarked;
