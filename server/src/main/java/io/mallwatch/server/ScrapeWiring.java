package io.mallwatch.server;

import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.push.PushFeeder;
import io.mallwatch.metrics.push.PushGroups;
import io.mallwatch.metrics.scrape.ScrapeConfig;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.metrics.scrape.yaml.ScrapeConfigException;
import io.mallwatch.metrics.scrape.yaml.ScrapeConfigYaml;
import io.mallwatch.metrics.scrape.yaml.ScrapeFile;
import io.mallwatch.model.Labels;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.MetricsConfig;
import io.mallwatch.server.view.ScrapeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is scraped, and what is pushed instead.
final class ScrapeWiring {

  private static final Duration DEMO_INTERVAL = Duration.ofSeconds(5);
  private static final Duration DEMO_TIMEOUT = Duration.ofSeconds(4);
  private static final Duration PUSH_INTERVAL = Duration.ofSeconds(15);

  private ScrapeWiring() {}

  /// The jobs of the configured file, and the sample mall.
  ///
  /// @throws BadConfigException with every problem of the file
  static List<ScrapeConfig> configs(MetricsConfig config, @Nullable URI mall) {
    List<ScrapeConfig> jobs = new ArrayList<>();
    if (!config.scrapeFile().isEmpty()) {
      jobs.addAll(parse(Path.of(config.scrapeFile())).jobs());
    }
    if (mall != null) {
      jobs.add(
          ScrapeConfig.of(
              "sample-mall",
              DEMO_INTERVAL,
              DEMO_TIMEOUT,
              List.of(
                  TargetGroup.ofAddresses(List.of(mall.getAuthority()), Labels.EMPTY, "demo"))));
    }
    return jobs;
  }

  private static ScrapeFile parse(Path file) {
    try {
      Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
      return ScrapeConfigYaml.parse(Files.readString(file), folder, System.getenv());
    } catch (ScrapeConfigException e) {
      throw new BadConfigException(
          e.problems().stream().map(problem -> file + ": " + problem).toList());
    } catch (IOException e) {
      throw new BadConfigException(
          List.of("metrics.scrape_file: %s cannot be read: %s".formatted(file, e)));
    }
  }

  /// The `external_labels` of the configured file.
  ///
  /// @throws BadConfigException with every problem of the file
  static Labels externalLabels(MetricsConfig config) {
    return config.scrapeFile().isEmpty()
        ? Labels.EMPTY
        : parse(Path.of(config.scrapeFile())).externalLabels();
  }

  /// The configured file as it may be shown; nothing when it cannot be read.
  static ScrapeText text(MetricsConfig config) {
    try {
      return ScrapeText.of(
          config.scrapeFile().isEmpty() ? "" : Files.readString(Path.of(config.scrapeFile())));
    } catch (IOException e) {
      return ScrapeText.of("");
    }
  }

  /// Stores what batch jobs push, and keeps it over a restart.
  static PushFeeder push(PushGroups groups, Path file, MetricSink sink, InstantSource clock) {
    try {
      return PushFeeder.start(groups, file, sink, PUSH_INTERVAL, clock);
    } catch (IOException e) {
      throw new UncheckedIOException("what was pushed cannot be read: " + file, e);
    }
  }
}
