package io.mallwatch.doors.lines;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.doors.http.PortTakenException;
import io.mallwatch.logs.lines.LineIntake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running listeners.
public final class LineListeners implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(LineListeners.class);

  private final List<AutoCloseable> running = new ArrayList<>();
  private final Map<Listener.Kind, Integer> ports = new EnumMap<>(Listener.Kind.class);
  private final Map<String, ListenerCounters> counters = new LinkedHashMap<>();

  private LineListeners() {}

  /// Binds all ports; lines are taken from then on.
  ///
  /// @throws PortTakenException when a port cannot be used; nothing is left bound
  public static LineListeners open(List<Listener> listeners, LineIntake intake) {
    LineListeners all = new LineListeners();
    for (Listener listener : listeners) {
      try {
        all.start(listener, intake);
      } catch (IOException e) {
        all.close();
        throw new PortTakenException(
            listener.address().getHostString(), listener.address().getPort(), e);
      }
    }
    return all;
  }

  private void start(Listener listener, LineIntake intake) throws IOException {
    ListenerCounters counts = new ListenerCounters();
    int port =
        switch (listener.kind()) {
          case SYSLOG_UDP -> {
            UdpListener udp = UdpListener.open(listener, intake, counts);
            running.add(udp);
            yield udp.port();
          }
          case SYSLOG_TCP, LINES_TCP -> {
            TcpListener tcp = TcpListener.open(listener, intake, counts);
            running.add(tcp);
            yield tcp.port();
          }
        };
    counters.put(listener.kind().text(), counts);
    ports.put(listener.kind(), port);
    logger.info(
        "event=listening kind={} address={} port={} tls={}",
        listener.kind().text(),
        listener.address().getHostString(),
        port,
        listener.tls() != null);
  }

  /// The port that listens for lines of this kind, or -1.
  public int port(Listener.Kind kind) {
    return ports.getOrDefault(kind, -1);
  }

  /// What came, and what became of it.
  public List<MetricFamily> families() {
    return ListenerCounters.families(counters);
  }

  /// Takes no more lines.
  @Override
  public void close() {
    for (AutoCloseable one : running.reversed()) {
      try {
        one.close();
      } catch (Exception e) {
        logger.warn("event=close_failed", e);
      }
    }
    running.clear();
  }
}
