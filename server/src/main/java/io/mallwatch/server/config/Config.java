package io.mallwatch.server.config;

import io.mallwatch.logs.lucene.LuceneLogConfig;
import io.mallwatch.logs.tail.TailInput;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// Everything that can be configured, checked and complete. `docs/config.md` says what each key
/// means.
public record Config(
    ServerPart server,
    DoorsPart doors,
    MetricsConfig metrics,
    LogsPart logs,
    TracesConfig traces,
    AlertsPart alerts,
    DashboardsPart dashboards,
    MonitorsPart monitors,
    WatchConfig watch,
    BusinessConfig business,
    OperationsConfig operations,
    OnCallConfig onCall) {

  /// Keys `server.*`.
  public record ServerPart(
      String bind,
      int port,
      Path data,
      ZoneId timeZone,
      String externalUrl,
      String adminTokenFile) {

    /// Whether only this machine can reach the server.
    public boolean isLoopback() {
      return bind.equals("localhost") || bind.equals("::1") || bind.startsWith("127.");
    }
  }

  /// Keys `doors.*`.
  public record DoorsPart(
      boolean standardPorts,
      long maxBodyBytes,
      boolean adminApi,
      ElasticsearchPart elasticsearch,
      CorsPart otlpCors) {}

  /// Keys `otlp.cors_*`.
  ///
  /// @param origins pages that may send OTLP; none for nobody
  /// @param headers that they may send
  public record CorsPart(List<String> origins, List<String> headers) {

    public CorsPart {
      origins = List.copyOf(origins);
      headers = List.copyOf(headers);
    }
  }

  /// Keys `doors.elasticsearch.*`.
  ///
  /// @param version empty for its own
  public record ElasticsearchPart(String personality, String version) {}

  /// Keys `logs.*`.
  ///
  /// @param retentionRules what is kept for a shorter time
  public record LogsPart(
      Duration retention,
      long retentionBytes,
      List<LuceneLogConfig.KeepRule> retentionRules,
      boolean masking,
      LogFlowConfig flow,
      TailPart tail,
      List<TailInputPart> tailInputs,
      ListenConfig listen) {

    public LogsPart {
      tailInputs = List.copyOf(tailInputs);
    }
  }

  /// Keys `logs.tail.*`.
  ///
  /// @param paths each `pattern` or `service=pattern`
  public record TailPart(
      List<String> paths,
      List<String> excludes,
      String service,
      String format,
      String encoding,
      String multiline,
      String from,
      Duration ignoreOlder,
      long maxLineBytes) {}

  /// One of `logs.tail.inputs`: files that are read in a way of their own.
  ///
  /// @param reading what is said of it, the rest as `logs.tail.*` says
  /// @param given what its entries are given
  public record TailInputPart(String name, TailPart reading, TailInput.Given given) {}

  /// Keys `alerts.*`.
  public record AlertsPart(
      List<String> rules,
      String alertmanager,
      Duration evaluationInterval,
      List<String> webhooks,
      String channels,
      EmailPart email,
      HeartbeatPart heartbeat) {}

  /// Keys `alerts.heartbeat.*`.
  ///
  /// @param url empty for none
  public record HeartbeatPart(Secret url, Duration interval) {}

  /// Keys `alerts.email.*`.
  public record EmailPart(
      List<String> to,
      String from,
      String smtp,
      String user,
      Secret password,
      boolean requireTls) {}

  /// Keys `dashboards.*`.
  public record DashboardsPart(List<String> files) {}

  /// Keys `monitors.*`.
  public record MonitorsPart(String businessSelector, Duration silentAfter) {}
}
