package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.doors.otlp.OtlpIntake;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.RunningQueries;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.ingest.remote.RemoteWriteIntake;
import io.mallwatch.metrics.ingest.remote.Written;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the Prometheus door stands on.
public record PrometheusPorts(Reading reading, Writing writing, Shown shown, Control control) {

  /// What is asked.
  ///
  /// @param queries answers PromQL
  /// @param running the queries under way
  /// @param samples the samples as they are stored
  /// @param promql reads PromQL without running it
  /// @param externalLabels tell other servers whose samples these are; a series' own labels win
  public record Reading(
      MetricQueries queries,
      RunningQueries running,
      SeriesSource samples,
      PromqlText promql,
      Supplier<Labels> externalLabels) {}

  /// What comes in.
  ///
  /// @param remoteWrite takes remote write 1.0 and 2.0
  /// @param otlp takes OTLP metrics
  public record Writing(RemoteWrites remoteWrite, OtlpIntake otlp) {}

  /// What is told about this server.
  ///
  /// @param rules the rule groups and their state
  /// @param targets what is scraped
  /// @param status facts about this server
  /// @param self this server's own metrics
  public record Shown(
      RulesView rules, TargetsView targets, PrometheusStatus status, SelfMetrics self) {}

  /// What can be changed.
  ///
  /// @param store deletes and copies stored samples
  /// @param lifecycle reads the configuration again
  public record Control(StoreControl store, Lifecycle lifecycle) {}

  /// Reads PromQL. All throw [io.mallwatch.model.BadQueryException] for what cannot be parsed.
  public interface PromqlText {

    /// The matchers of a series selector, `__name__` included.
    List<Matcher> selector(String selector);

    /// The query as Prometheus prints it.
    String format(String query);

    /// The query's tree as `/api/v1/parse_query` shows it: maps, lists, strings, numbers, booleans
    /// and null.
    Map<String, @Nullable Object> tree(String query);

    /// Whether the query selects any series.
    boolean hasSelectors(String query);
  }

  /// Takes requests of remote write.
  @FunctionalInterface
  public interface RemoteWrites {

    /// @param snappy the message, compressed as one snappy block
    /// @throws io.mallwatch.model.wire.MalformedProtoException when it is no such message
    /// @throws io.mallwatch.metrics.ingest.TooLargeException when it is too large decompressed
    Written write(byte[] snappy, RemoteWriteIntake.Version version);
  }

  /// This server's own metrics.
  @FunctionalInterface
  public interface SelfMetrics {
    List<MetricFamily> families();
  }
}
