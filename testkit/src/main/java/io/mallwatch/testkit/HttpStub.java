package io.mallwatch.testkit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A small HTTP server on loopback that answers as told and keeps what it was asked.
public final class HttpStub implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private HttpStub(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /// A server on a free port that answers every request with `answer`.
  public static HttpStub answering(Function<Request, Answer> answer) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      HttpStub stub = new HttpStub(server, threads);
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            Request request =
                new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    exchange.getRequestBody().readAllBytes());
            stub.requests.add(request);
            Answer told = answer.apply(request);
            told.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(
                told.status(), told.body().length == 0 ? -1 : told.body().length);
            exchange.getResponseBody().write(told.body());
            exchange.close();
          });
      server.start();
      return stub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What was asked so far, oldest first.
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /// Where it listens, such as `http://127.0.0.1:34567`.
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  public record Request(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
    /// The body as UTF-8 text.
    public String text() {
      return new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public static Answer of(int status, String body) {
      return new Answer(status, Map.of(), body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
