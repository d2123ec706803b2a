package io.mallwatch.doors.lines;

import io.mallwatch.logs.lines.LineIntake;
import io.mallwatch.logs.lines.LineIntake.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes lines from connections, each on a thread of its own. While the store has no room nothing
/// is read, so that senders wait.
final class TcpListener implements AutoCloseable {

  /// Longest line; what is longer comes in pieces.
  static final int MAX_FRAME = 256 << 10;

  static final int MAX_CONNECTIONS = 200;

  private static final Logger logger = LoggerFactory.getLogger(TcpListener.class);
  private static final int BATCH_LINES = 1_000;
  private static final int BATCH_CHARS = 256 << 10;

  private final Listener listener;
  private final ServerSocket socket;
  private final Delivery delivery;
  private final ListenerCounters counters;
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private TcpListener(
      Listener listener, ServerSocket socket, Delivery delivery, ListenerCounters counters) {
    this.listener = listener;
    this.socket = socket;
    this.delivery = delivery;
    this.counters = counters;
    String name = "mallwatch-" + listener.kind().text().replace('_', '-') + "-";
    this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name, 0).factory());
  }

  /// Listens from now on.
  ///
  /// @throws IOException when the port cannot be used
  static TcpListener open(Listener listener, LineIntake intake, ListenerCounters counters)
      throws IOException {
    ServerSocket socket = socket(listener.tls());
    try {
      socket.setReuseAddress(true);
      socket.bind(listener.address());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    TcpListener opened =
        new TcpListener(
            listener, socket, new Delivery(listener.kind().text(), intake, counters), counters);
    opened.threads.execute(opened::acceptAll);
    return opened;
  }

  private static ServerSocket socket(@Nullable SSLContext tls) throws IOException {
    return tls == null ? new ServerSocket() : tls.getServerSocketFactory().createServerSocket();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void acceptAll() {
    while (!socket.isClosed()) {
      try {
        admit(socket.accept());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          counters.refused("accept_failed");
          logger.warn("event=accept_failed listener={} reason={}", listener.kind(), e.toString());
        }
      }
    }
  }

  private void admit(Socket connection) throws IOException {
    String reason = refusal(connection.getInetAddress());
    if (!reason.isEmpty()) {
      counters.refused(reason);
      connection.close();
      return;
    }
    counters.connections.incrementAndGet();
    open.add(connection);
    threads.execute(() -> serve(connection));
  }

  private String refusal(InetAddress sender) {
    if (!listener.allows(sender)) {
      return "not_allowed";
    }
    return open.size() >= MAX_CONNECTIONS ? "too_many_connections" : "";
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setKeepAlive(true);
      read(connection);
    } catch (SSLException e) {
      counters.refused("tls");
      logger.debug("event=tls_failed listener={} reason={}", listener.kind(), e.toString());
    } catch (IOException e) {
      if (!socket.isClosed()) {
        counters.refused("broken");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(connection);
      counters.connections.decrementAndGet();
    }
  }

  private void read(Socket connection) throws IOException, InterruptedException {
    InetSocketAddress sender = (InetSocketAddress) connection.getRemoteSocketAddress();
    LineIntake.Origin origin =
        new LineIntake.Origin(
            listener.kind().format(),
            listener.service(),
            null,
            Map.of("log.source.address", sender.getAddress().getHostAddress()));
    Frames frames =
        new Frames(
            connection.getInputStream(), listener.kind() == Listener.Kind.SYSLOG_TCP, MAX_FRAME);
    List<Event> batch = new ArrayList<>();
    long chars = 0;
    long counted = 0;
    try {
      for (Event event = frames.next(); event != null; event = frames.next()) {
        batch.add(event);
        chars += event.text().length();
        if (batch.size() >= BATCH_LINES || chars >= BATCH_CHARS || !frames.isReady()) {
          counters.bytes.add(frames.taken() - counted);
          counted = frames.taken();
          List<Event> full = List.copyOf(batch);
          batch.clear();
          chars = 0;
          delivery.deliver(full, origin);
        }
      }
    } finally {
      counters.bytes.add(frames.taken() - counted);
      if (!batch.isEmpty()) {
        delivery.deliver(List.copyOf(batch), origin);
      }
    }
  }

  /// Takes no more; what was read and can be stored at once is.
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      logger.debug("event=close_failed reason={}", e.toString());
    }
    threads.shutdown();
    for (Socket connection : open) {
      try {
        connection.close();
      } catch (IOException e) {
        logger.debug("event=close_failed reason={}", e.toString());
      }
    }
    try {
      if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
        threads.shutdownNow();
        boolean _ = threads.awaitTermination(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
