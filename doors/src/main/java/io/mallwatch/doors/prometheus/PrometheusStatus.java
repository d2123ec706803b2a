package io.mallwatch.doors.prometheus;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Facts about this server for `/api/v1/status/*`.
public interface PrometheusStatus {

  Build build();

  /// The configuration as YAML, secrets redacted.
  String configYaml();

  /// Settings of the command line by name.
  Map<String, String> flags();

  RuntimeFacts runtime();

  /// @param limit most entries of each list
  Head head(int limit);

  /// What is stored on disk, oldest first.
  List<Block> blocks();

  /// Whether queries and writes are answered.
  boolean isReady();

  /// What this server can do, by group and name, as `/api/v1/features` lists it.
  Map<String, Map<String, Boolean>> features();

  /// What the operator should know now, such as a configuration that could not be read.
  List<Notice> notices();

  /// Where alerts are sent: addresses of Alertmanagers.
  List<String> alertmanagers();

  /// @param version of the Prometheus whose behaviour this server has; clients choose features by
  ///   it
  record Build(
      String version, String revision, String branch, String buildUser, String buildDate) {}

  record RuntimeFacts(
      Instant startTime,
      Instant serverTime,
      String hostname,
      String workingDirectory,
      boolean reloadSucceeded,
      Instant lastReload,
      long corruptions,
      int threads,
      String storageRetention) {}

  /// @param minTimeMillis of the samples in memory; 0 when there are none
  record Head(
      long series,
      long labelPairs,
      long chunks,
      long minTimeMillis,
      long maxTimeMillis,
      List<Count> seriesByMetric,
      List<Count> valuesByLabel,
      List<Count> bytesByLabel,
      List<Count> seriesByPair) {
    public Head {
      seriesByMetric = List.copyOf(seriesByMetric);
      valuesByLabel = List.copyOf(valuesByLabel);
      bytesByLabel = List.copyOf(bytesByLabel);
      seriesByPair = List.copyOf(seriesByPair);
    }
  }

  record Count(String name, long value) {}

  /// One block on disk.
  ///
  /// @param level how often its samples were merged
  record Block(
      String id,
      long minTimeMillis,
      long maxTimeMillis,
      long samples,
      long series,
      long chunks,
      int level) {}

  record Notice(String text, Instant since) {}
}
