package io.mallwatch.server;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.logs.ingest.EntryListener;
import io.mallwatch.logs.ingest.EntryMark;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.ingest.Masking;
import io.mallwatch.logs.pattern.Patterns;
import io.mallwatch.logs.pipeline.BadPipelineException;
import io.mallwatch.logs.pipeline.Figures;
import io.mallwatch.logs.pipeline.LogstashFilters;
import io.mallwatch.logs.pipeline.PipelineRoute;
import io.mallwatch.logs.pipeline.Pipelines;
import io.mallwatch.model.Labels;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.config.LogFlowConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What log lines go through on their way into the store: pipelines, masking, patterns.
final class LogFlow implements AutoCloseable {

  private static final int NEWEST_ERRORS = 200;
  private static final double NANOS = 1e9;

  private final Pipelines pipelines;
  private final Patterns patterns;
  private final LogIntake.Stages stages;

  private LogFlow(Pipelines pipelines, Patterns patterns, LogIntake.Stages stages) {
    this.pipelines = pipelines;
    this.patterns = patterns;
    this.stages = stages;
  }

  /// @param listener is told of every entry that was stored
  /// @throws BadConfigException when a pipeline's file cannot be used
  static LogFlow open(
      LogFlowConfig config,
      DataFolder folder,
      ZoneId zone,
      EntryListener listener,
      InstantSource clock) {
    Pipelines pipelines = Pipelines.open(folder.resolve("log-pipelines"), clock);
    try {
      configure(pipelines, config.pipelineFiles());
      Patterns patterns =
          Patterns.open(folder.resolve("log-patterns"), clock, Patterns.Limits.defaults());
      PipelineRoute route =
          new PipelineRoute(
              pipelines,
              new JsonLogEntries(clock, zone, "unknown"),
              config.defaultPipelines(),
              config.finalPipelines());
      EntryMark mark = config.patterns() ? patterns : entries -> entries;
      return new LogFlow(pipelines, patterns, new LogIntake.Stages(route, mark, listener));
    } catch (RuntimeException e) {
      pipelines.close();
      throw e;
    }
  }

  static Masking masking(Config.LogsPart config) {
    return config.masking()
        ? new Masking(config.flow().maskingKinds(), config.flow().maskingPatterns())
        : Masking.off();
  }

  private static void configure(Pipelines pipelines, List<String> patterns) {
    List<String> problems = new ArrayList<>();
    for (Path file : RulePaths.find("logs.pipelines.files", patterns)) {
      String name = String.valueOf(file.getFileName());
      int dot = name.lastIndexOf('.');
      try {
        String text = Files.readString(file);
        pipelines.configure(
            dot > 0 ? name.substring(0, dot) : name,
            name.endsWith(".conf") ? LogstashFilters.read(text) : Pipelines.definition(text));
      } catch (IOException | BadPipelineException e) {
        problems.add("logs.pipelines.files: %s: %s".formatted(file, e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new BadConfigException(problems);
    }
  }

  Pipelines pipelines() {
    return pipelines;
  }

  Patterns patterns() {
    return patterns;
  }

  LogIntake.Stages stages() {
    return stages;
  }

  /// Figures for rules and for us.
  List<MetricFamily> families() {
    List<MetricFamily> families = new ArrayList<>();
    sources(families);
    patterns(families);
    pipelines(families);
    return families;
  }

  private void sources(List<MetricFamily> families) {
    List<MetricFamily.Point> entries = new ArrayList<>();
    Map<String, Long> last = new HashMap<>();
    for (Patterns.Source source : patterns.sources()) {
      entries.add(
          new MetricFamily.Point(
              Labels.of("service", source.service(), "level", source.level().text()),
              (double) source.entries()));
      if (source.lastArrival() != null) {
        last.merge(source.service(), source.lastArrival().toEpochMilli(), Math::max);
      }
    }
    families.add(
        new MetricFamily(
            "mallwatch_log_entries_total",
            "counter",
            "Log entries that came, by service and level.",
            entries));
    families.add(
        new MetricFamily(
            "mallwatch_log_last_entry_timestamp_seconds",
            "gauge",
            "When the last log entry of a service came.",
            last.entrySet().stream()
                .map(one ->
                    new MetricFamily.Point(
                        Labels.of("service", one.getKey()), one.getValue() / 1000.0))
                .toList()));
  }

  private void patterns(List<MetricFamily> families) {
    families.add(
        new MetricFamily(
            "mallwatch_log_pattern_first_seen_timestamp_seconds",
            "gauge",
            "When a pattern of errors was first seen; the newest " + NEWEST_ERRORS + ".",
            patterns.newestErrors(NEWEST_ERRORS).stream()
                .map(first ->
                    new MetricFamily.Point(
                        Labels.of(
                            "service",
                            first.service(),
                            "level",
                            first.level().text(),
                            "pattern",
                            first.id()),
                        first.at().toEpochMilli() / 1000.0))
                .toList()));
    families.add(
        single(
            "mallwatch_log_patterns_since_timestamp_seconds",
            "gauge",
            "When patterns began to be watched.",
            patterns.since().toEpochMilli() / 1000.0));
    families.add(
        single("mallwatch_log_patterns", "gauge", "Patterns that are known.", patterns.size()));
    families.add(
        single(
            "mallwatch_log_patterns_evicted_total",
            "counter",
            "Patterns forgotten because there were too many.",
            (double) patterns.evicted()));
    families.add(
        single(
            "mallwatch_log_entries_without_pattern_total",
            "counter",
            "Log entries of services past the limit, which get no pattern.",
            (double) patterns.unwatched()));
  }

  private static MetricFamily single(String name, String type, String help, double value) {
    return new MetricFamily(name, type, help, List.of(new MetricFamily.Point(Labels.EMPTY, value)));
  }

  private void pipelines(List<MetricFamily> families) {
    List<MetricFamily.Point> documents = new ArrayList<>();
    List<MetricFamily.Point> seconds = new ArrayList<>();
    for (Figures figures : pipelines.figures()) {
      Labels labels =
          Labels.of(
              "pipeline",
              figures.pipeline(),
              "processor",
              figures.processor(),
              "tag",
              figures.tag());
      documents.add(new MetricFamily.Point(labels.with("outcome", "in"), (double) figures.in()));
      documents.add(new MetricFamily.Point(labels.with("outcome", "out"), (double) figures.out()));
      documents.add(
          new MetricFamily.Point(labels.with("outcome", "failed"), (double) figures.failed()));
      documents.add(
          new MetricFamily.Point(labels.with("outcome", "dropped"), (double) figures.dropped()));
      seconds.add(new MetricFamily.Point(labels, figures.nanos() / NANOS));
    }
    families.add(
        new MetricFamily(
            "mallwatch_log_pipeline_entries_total",
            "counter",
            "Log entries through pipelines and their processors; a processor's name is its place"
                + " and type, empty for the whole pipeline.",
            documents));
    families.add(
        new MetricFamily(
            "mallwatch_log_pipeline_seconds_total",
            "counter",
            "Time spent in pipelines and their processors.",
            seconds));
  }

  @Override
  public void close() {
    patterns.close();
    pipelines.close();
  }
}
