package io.mallwatch.server;

import io.mallwatch.doors.lines.Listener;
import io.mallwatch.doors.lines.PemTls;
import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.lines.LineIntake;
import io.mallwatch.monitors.log.SourceFreshness;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.ListenConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Ports that lines are sent to without HTTP, and where those lines go.
final class ListenWiring {

  private ListenWiring() {}

  /// @param bind address of those that name none
  /// @throws BadConfigException when a value makes no sense
  static List<Listener> listeners(ListenConfig config, String bind) {
    try {
      List<Listener.Network> allowed =
          config.allow().stream().map(Listener.Network::parse).toList();
      @Nullable SSLContext tls = tls(config);
      List<Listener> all = new ArrayList<>();
      add(all, Listener.Kind.SYSLOG_UDP, config.syslogUdp(), bind, null, allowed);
      add(all, Listener.Kind.SYSLOG_TCP, config.syslogTcp(), bind, tls, allowed);
      add(all, Listener.Kind.LINES_TCP, config.linesTcp(), bind, tls, allowed);
      return all;
    } catch (IllegalArgumentException | IOException e) {
      throw new BadConfigException(List.of("logs.listen: " + e.getMessage()));
    }
  }

  private static void add(
      List<Listener> all,
      Listener.Kind kind,
      Optional<ListenConfig.Place> place,
      String bind,
      @Nullable SSLContext tls,
      List<Listener.Network> allowed)
      throws UnknownHostException {
    if (place.isPresent()) {
      String host = place.get().host().isEmpty() ? bind : place.get().host();
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getByName(host), place.get().port());
      all.add(new Listener(kind, address, "unknown", tls, allowed));
    }
  }

  private static @Nullable SSLContext tls(ListenConfig config) throws IOException {
    if (config.certificate().isEmpty() && config.key().isEmpty()) {
      return null;
    }
    if (config.certificate().isEmpty() || config.key().isEmpty()) {
      throw new IllegalArgumentException("tls_certificate and tls_key belong together");
    }
    return PemTls.of(Path.of(config.certificate()), Path.of(config.key()));
  }

  /// Into the store; who was heard is noted.
  static LineIntake intake(
      LogIntake intake, SourceFreshness freshness, ZoneId zone, InstantSource clock) {
    return new LineIntake(
        intake,
        new JsonLogEntries(clock, zone, "unknown"),
        zone,
        clock,
        entries -> TailWiring.heard(entries, freshness, clock));
  }
}
