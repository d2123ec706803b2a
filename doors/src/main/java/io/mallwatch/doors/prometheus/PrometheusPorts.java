package io.mallwatch.doors.prometheus;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.doors.otlp.OtlpIntake;
import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.model.Matcher;
import java.util.List;

/// What the Prometheus door stands on.
///
/// @param queries answers PromQL
/// @param promql reads PromQL without running it
/// @param remoteWrite takes remote write 1.0
/// @param otlp takes OTLP metrics
/// @param rules the rule groups and their state
/// @param targets what is scraped
/// @param status facts about this server
/// @param self this server's own metrics
public record PrometheusPorts(
    MetricQueries queries,
    PromqlText promql,
    RemoteWriteIntake remoteWrite,
    OtlpIntake otlp,
    RulesView rules,
    TargetsView targets,
    PrometheusStatus status,
    SelfMetrics self) {

  /// Reads PromQL. Both throw [io.mallwatch.model.BadQueryException] for what cannot be parsed.
  public interface PromqlText {

    /// The matchers of a series selector, `__name__` included.
    List<Matcher> selector(String selector);

    /// The query as Prometheus prints it.
    String format(String query);
  }

  /// Takes a body of remote write 1.0.
  @FunctionalInterface
  public interface RemoteWriteIntake {

    /// @param snappy a `prometheus.WriteRequest`, compressed as one snappy block
    /// @throws io.mallwatch.model.wire.MalformedProtoException when it is none
    /// @throws io.mallwatch.metrics.ingest.TooLargeException when it is too large decompressed
    AppendResult write(byte[] snappy);
  }

  /// This server's own metrics.
  @FunctionalInterface
  public interface SelfMetrics {
    List<MetricFamily> families();
  }
}
