package io.mallwatch.metrics.scrape.discovery.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/// An API server that lists objects, page by page, and tells watches what changes.
final class ClusterStub implements AutoCloseable {

  private static final String END = "";
  private static final int PAGE = 2;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Map<String, String>> objects = new TreeMap<>(); // guarded by this
  private final Map<String, List<BlockingQueue<String>>> watches = new TreeMap<>(); // guarded by
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String token = "";
  private volatile String broken = "";
  private int version = 100; // guarded by this

  ClusterStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Paths and queries, oldest first.
  List<String> asked() {
    return List.copyOf(asked);
  }

  /// Only this bearer is let in.
  void demand(String wanted) {
    token = wanted;
  }

  /// Lists are answered by this text from now on; empty heals.
  void breakLists(String text) {
    broken = text;
  }

  /// An object is there or changed. `$V` in it becomes its version.
  synchronized void put(String path, String name, String json) {
    version++;
    String text = json.replace("$V", Integer.toString(version));
    boolean there = objects.computeIfAbsent(path, _ -> new TreeMap<>()).put(name, text) != null;
    tell(path, event(there ? "MODIFIED" : "ADDED", text));
  }

  synchronized void remove(String path, String name) {
    version++;
    String last = objects.getOrDefault(path, new TreeMap<>()).remove(name);
    tell(path, event("DELETED", String.valueOf(last)));
  }

  /// Changes what the next list says, without telling any watch.
  synchronized void forget(String path, String name) {
    objects.getOrDefault(path, new TreeMap<>()).remove(name);
  }

  static String event(String type, String object) {
    return "{\"type\":\"%s\",\"object\":%s}\n".formatted(type, object);
  }

  /// Says something to all watches of a path.
  synchronized void tell(String path, String line) {
    watches.getOrDefault(path, List.of()).forEach(queue -> queue.add(line));
  }

  /// Ends all watches of a path.
  void end(String path) {
    tell(path, END);
  }

  synchronized int watches(String path) {
    return watches.getOrDefault(path, List.of()).size();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestURI().toString());
      String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      String path = exchange.getRequestURI().getPath();
      if (!token.isEmpty() && !given.equals("Bearer " + token)) {
        send(exchange, 401, "{\"kind\":\"Status\",\"message\":\"Unauthorized\",\"code\":401}");
      } else if (query.contains("watch=true")) {
        watch(exchange, path);
      } else {
        send(exchange, 200, broken.isEmpty() ? list(path, query) : broken);
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private synchronized String list(String path, String query) {
    int from = 0;
    for (String part : query.split("&")) {
      from = part.startsWith("continue=") ? Integer.parseInt(part.substring(9)) : from;
    }
    List<String> all = new ArrayList<>(objects.getOrDefault(path, Map.of()).values());
    int to = Math.min(all.size(), from + PAGE);
    return "{\"kind\":\"List\",\"items\":[%s],\"metadata\":{\"resourceVersion\":\"%d\"%s}}\n"
        .formatted(
            String.join(",", all.subList(from, to)),
            version,
            to < all.size() ? ",\"continue\":\"" + to + "\"" : "");
  }

  private void watch(HttpExchange exchange, String path) throws IOException {
    BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    synchronized (this) {
      watches.computeIfAbsent(path, _ -> new ArrayList<>()).add(queue);
    }
    try {
      for (String line = queue.take(); !line.equals(END); line = queue.take()) {
        exchange.getResponseBody().write(line.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        watches.getOrDefault(path, new ArrayList<>()).remove(queue);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
