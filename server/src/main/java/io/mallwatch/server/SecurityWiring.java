package io.mallwatch.server;

import io.mallwatch.logs.ingest.EntryListener;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.monitors.security.AllowList;
import io.mallwatch.monitors.security.Findings;
import io.mallwatch.monitors.security.SecurityMonitor;
import io.mallwatch.monitors.security.sigma.BadSigmaException;
import io.mallwatch.monitors.security.sigma.SigmaReader;
import io.mallwatch.monitors.security.sigma.SigmaRules;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.WatchConfig;
import io.mallwatch.server.state.SqlFindings;
import io.mallwatch.server.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// What looks for attacks in log entries, and what it found.
///
/// @param listener is told of entries
record SecurityWiring(SecurityMonitor monitor, EntryListener listener) implements AutoCloseable {

  private static final Duration SAVE_INTERVAL = Duration.ofSeconds(2);
  private static final Duration RECORD_INTERVAL = Duration.ofSeconds(15);

  /// @throws BadConfigException when a network of the configuration is none or a Sigma rule cannot
  ///   be used
  static SecurityWiring open(
      WatchConfig.Security config, StateDatabase state, InstantSource clock) {
    try {
      SecurityMonitor monitor =
          new SecurityMonitor(
              new Findings(new SqlFindings(state), clock),
              new AllowList(config.allow()),
              config.disabled(),
              sigma(config.sigma()));
      return new SecurityWiring(monitor, config.enabled() ? monitor::stored : (_, _, _) -> {});
    } catch (IllegalArgumentException e) {
      throw new BadConfigException(List.of("security.allow: " + e.getMessage()));
    }
  }

  /// The rules that are shipped and those of the configured files.
  private static SigmaRules sigma(List<String> patterns) {
    SigmaRules all = SigmaReader.shipped();
    List<String> problems = new ArrayList<>();
    for (Path file : RulePaths.find("security.sigma", patterns)) {
      try {
        all = all.with(SigmaReader.read(Files.readString(file), file.toString()));
      } catch (IOException e) {
        problems.add("security.sigma: %s cannot be read: %s".formatted(file, e));
      } catch (BadSigmaException e) {
        problems.add("security.sigma: " + e.getMessage());
      }
    }
    try {
      all.checked();
    } catch (BadSigmaException e) {
      problems.add("security.sigma: " + e.getMessage());
    }
    if (!problems.isEmpty()) {
      throw new BadConfigException(problems);
    }
    return all;
  }

  void start(MetricSink sink, Ticker ticker, InstantSource clock) {
    ticker.every("findings", SAVE_INTERVAL, monitor.findings()::save);
    ticker.every("security", RECORD_INTERVAL, () -> sink.append(monitor.samples(clock.instant())));
  }

  /// Writes what is not yet written.
  @Override
  public void close() {
    monitor.findings().save();
  }
}
