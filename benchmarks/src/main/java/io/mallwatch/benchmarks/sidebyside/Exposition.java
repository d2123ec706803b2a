package io.mallwatch.benchmarks.sidebyside;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Instances of a mall that are scraped each second: one server, a path for each instance.
final class Exposition implements AutoCloseable {

  private static final int INSTANCE = 337 * 5;

  private final HttpServer server;
  private final ExecutorService threads;
  private final int targets;
  private final AtomicLong samples = new AtomicLong();

  private Exposition(HttpServer server, ExecutorService threads, int targets) {
    this.server = server;
    this.threads = threads;
    this.targets = targets;
  }

  static Exposition start(int targets) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    server.setExecutor(threads);
    Exposition exposition = new Exposition(server, threads, targets);
    List<MallSeries.Series> all = MallSeries.of(targets * INSTANCE);
    for (int target = 0; target < targets; target++) {
      exposition.serve(target, all.subList(target * INSTANCE, (target + 1) * INSTANCE));
    }
    server.start();
    return exposition;
  }

  private void serve(int target, List<MallSeries.Series> series) {
    byte[][] names = new byte[series.size()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = line(series.get(i)).getBytes(StandardCharsets.UTF_8);
    }
    AtomicInteger round = new AtomicInteger();
    server.createContext(
        "/metrics/" + target,
        exchange -> {
          int now = round.incrementAndGet();
          byte[] page = new byte[0];
          java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(names.length * 120);
          for (int i = 0; i < names.length; i++) {
            out.writeBytes(names[i]);
            double value = MallSeries.value(series.get(i), now);
            String text =
                value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
            out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            out.write('\n');
          }
          page = out.toByteArray();
          exchange
              .getResponseHeaders()
              .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
          samples.addAndGet(names.length);
        });
  }

  private static String line(MallSeries.Series series) {
    StringBuilder line = new StringBuilder(160);
    line.append(series.labels()[1]).append('{');
    boolean first = true;
    for (int i = 2; i < series.labels().length; i += 2) {
      if (series.labels()[i].equals("job")) {
        continue;
      }
      line.append(first ? "" : ",")
          .append(series.labels()[i].equals("instance") ? "node" : series.labels()[i]);
      line.append("=\"").append(series.labels()[i + 1]).append('"');
      first = false;
    }
    return line.append("} ").toString();
  }

  long samplesServed() {
    return samples.get();
  }

  String scrapeConfig() {
    StringBuilder config =
        new StringBuilder(
            "global:\n  scrape_interval: 1s\n  scrape_timeout: 1s\nscrape_configs:\n");
    for (int target = 0; target < targets; target++) {
      config.append(
          """
            - job_name: mall-%d
              metrics_path: /metrics/%d
              static_configs:
                - targets: ['127.0.0.1:%d']
          """
              .formatted(target, target, server.getAddress().getPort()));
    }
    return config.toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
