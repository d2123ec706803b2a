package io.mallwatch.starter;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Everything the starter can be told, under `mallwatch.*`. With nothing set, the application
/// serves `/metrics` and writes structured request logs; with `mallwatch.url`, it also sends traces
/// and logs.
///
/// @param url where Mallwatch listens, for example `http://127.0.0.1:7600`; absent means: send
///   nothing
/// @param service the name under which this application appears; `spring.application.name` if
///   absent
/// @param instance the name of this process among its like; host and process id if absent
/// @param request what is measured and logged of HTTP requests
/// @param log where log lines go
/// @param trace how spans are sampled
/// @param metrics the metrics page
/// @param database what is watched of the database
@ConfigurationProperties("mallwatch")
public record MallwatchProperties(
    @Nullable URI url,
    @Nullable String service,
    @Nullable String instance,
    @DefaultValue Request request,
    @DefaultValue Log log,
    @DefaultValue Trace trace,
    @DefaultValue Metrics metrics,
    @DefaultValue Database database) {

  public MallwatchProperties {
    if (url != null && !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
      throw new IllegalArgumentException("mallwatch.url must be http or https, not " + url);
    }
  }

  /// @param enabled whether requests are measured and logged
  /// @param slow a request that takes longer is logged as slow and counted with severity `warning`
  /// @param verySlow a request that takes longer is counted with severity `critical` instead
  /// @param quietPaths paths that are neither logged nor counted, exactly as requested
  public record Request(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("2s") Duration slow,
      @DefaultValue("5s") Duration verySlow,
      @DefaultValue({"/metrics", "/favicon.ico"}) List<String> quietPaths) {}

  /// @param console `text` leaves the console as it is, `json` writes one JSON object a line
  /// @param file a file for JSON lines, rolled by day and at 50 MB, seven days and 500 MB kept
  /// @param export whether log lines are sent to `mallwatch.url`
  public record Log(
      @DefaultValue("text") ConsoleFormat console,
      @Nullable Path file,
      @DefaultValue("true") boolean export) {}

  /// How the console is written.
  public enum ConsoleFormat {
    TEXT,
    JSON
  }

  /// @param enabled whether spans are sent to `mallwatch.url`
  /// @param sampling the share of traces that begin here which is recorded, 0 to 1
  public record Trace(@DefaultValue("true") boolean enabled, @DefaultValue("1.0") double sampling) {

    public Trace {
      if (!(sampling >= 0 && sampling <= 1)) {
        throw new IllegalArgumentException(
            "mallwatch.trace.sampling must be between 0 and 1, not " + sampling);
      }
    }
  }

  /// @param path where the metrics page is served
  public record Metrics(@DefaultValue("/metrics") String path) {}

  /// @param enabled whether the database is watched
  /// @param slowQuery a statement that takes longer is logged and counted
  /// @param probeInterval how often lock waits are looked for; table sizes every twelfth time
  /// @param tables whose size and rows are measured
  public record Database(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("1s") Duration slowQuery,
      @DefaultValue("5s") Duration probeInterval,
      @DefaultValue({"users", "shops", "purchase_orders", "points_transactions"})
          List<String> tables) {}
}
