package io.mallwatch.metrics.scrape.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A server on loopback that speaks bytes as a test says.
final class RawServer implements AutoCloseable {

  /// What is done with a connection, which is closed afterwards.
  interface Talk {
    void with(Connection connection) throws IOException;
  }

  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final Thread thread;

  RawServer(Talk talk) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread = Thread.startVirtualThread(() -> accept(talk));
  }

  private void accept(Talk talk) {
    while (true) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        connections.incrementAndGet();
        Thread.startVirtualThread(() -> {
          try (socket) {
            talk.with(new Connection(socket));
          } catch (IOException gone) {
            // The client hung up.
          }
        });
      } catch (IOException closed) {
        return;
      }
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
  }

  int connections() {
    return connections.get();
  }

  String lastRequest() {
    return requests.getLast();
  }

  void awaitRequest() throws InterruptedException {
    asked.await();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One connection.
  final class Connection {
    private final Socket socket;

    private Connection(Socket socket) {
      this.socket = socket;
    }

    /// Reads the head of a request.
    void request() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int c = socket.getInputStream().read();
        if (c < 0) {
          throw new IOException("gone");
        }
        head.append((char) c);
      }
      requests.add(head.toString());
      asked.countDown();
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    /// Sends nothing more; ends when the client hangs up.
    void dripUntilClosed() throws IOException {
      while (socket.getInputStream().read() >= 0) {
        // Nobody says anything.
      }
    }
  }
}
