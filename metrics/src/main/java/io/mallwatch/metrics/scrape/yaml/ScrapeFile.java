package io.mallwatch.metrics.scrape.yaml;

import io.mallwatch.metrics.scrape.ScrapeConfig;
import io.mallwatch.model.Labels;
import java.util.List;

/// What a file like `prometheus.yml` says about scraping.
///
/// @param externalLabels added when series or alerts go elsewhere
public record ScrapeFile(List<ScrapeConfig> jobs, Labels externalLabels) {

  public ScrapeFile {
    jobs = List.copyOf(jobs);
  }
}
