package io.mallwatch.server;

import io.mallwatch.metrics.scrape.ScrapeConfig;
import io.mallwatch.metrics.scrape.ScrapeConfigException;
import io.mallwatch.metrics.scrape.ScrapeConfigYaml;
import io.mallwatch.metrics.scrape.TargetGroup;
import io.mallwatch.model.Labels;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is scraped.
final class ScrapeWiring {

  private static final Duration DEMO_INTERVAL = Duration.ofSeconds(5);
  private static final Duration DEMO_TIMEOUT = Duration.ofSeconds(4);

  private ScrapeWiring() {}

  /// The jobs of the configured file, and the sample mall.
  ///
  /// @throws BadConfigException with every problem of the file
  static List<ScrapeConfig> configs(Config.MetricsPart config, @Nullable URI mall) {
    List<ScrapeConfig> jobs = new ArrayList<>();
    if (!config.scrapeFile().isEmpty()) {
      Path file = Path.of(config.scrapeFile());
      try {
        jobs.addAll(ScrapeConfigYaml.parse(Files.readString(file)));
      } catch (ScrapeConfigException e) {
        throw new BadConfigException(
            e.problems().stream().map(problem -> file + ": " + problem).toList());
      } catch (IOException e) {
        throw new BadConfigException(
            List.of("metrics.scrape_file: %s cannot be read: %s".formatted(file, e)));
      }
    }
    if (mall != null) {
      jobs.add(
          ScrapeConfig.of(
              "sample-mall",
              DEMO_INTERVAL,
              DEMO_TIMEOUT,
              List.of(new TargetGroup(List.of(mall.getAuthority()), Labels.EMPTY, "demo"))));
    }
    return jobs;
  }
}
