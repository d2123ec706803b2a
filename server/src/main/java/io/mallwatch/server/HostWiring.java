package io.mallwatch.server;

import io.mallwatch.metrics.MetricSink;
import io.mallwatch.monitors.system.HostMetrics;
import io.mallwatch.monitors.system.ProbeTarget;
import io.mallwatch.monitors.system.Prober;
import io.mallwatch.server.config.WatchConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Measures the host and asks the configured addresses.
final class HostWiring {

  private static final Duration HOST_INTERVAL = Duration.ofSeconds(15);
  private static final Path PROC = Path.of("/proc");

  private HostWiring() {}

  /// Begins to measure.
  ///
  /// @param mall the sample mall, whose health is then asked for too
  static void start(
      WatchConfig config,
      @Nullable URI mall,
      MetricSink sink,
      Ticker ticker,
      Opened opened,
      InstantSource clock) {
    if (config.host()) {
      HostMetrics host = new HostMetrics(PROC, hostName());
      ticker.every("host", HOST_INTERVAL, () -> sink.append(host.samples(clock.instant())));
    }
    List<ProbeTarget> targets = new ArrayList<>(config.probes().targets());
    if (mall != null && targets.isEmpty()) {
      targets.add(ProbeTarget.parse(mall.resolve("/health").toString()));
    }
    if (!targets.isEmpty()) {
      Prober prober =
          opened.add(new Prober(targets, config.probes().timeout(), clock, System::nanoTime));
      ticker.every("probes", config.probes().interval(), () -> sink.append(prober.round()));
    }
  }

  private static String hostName() {
    try {
      Path name = PROC.resolve("sys/kernel/hostname");
      return Files.isReadable(name)
          ? Files.readString(name).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      return "localhost";
    }
  }
}
