package io.mallwatch.ops.health;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks all probes at once; each has its own tries, and none stops another (I-42, I-43).
public final class MallHealthCheck {

  private final Duration timeout;
  private final int tries;
  private final Duration pause;

  /// @param timeout for one request (R230: 30 s)
  /// @param tries for each probe (R231: 3)
  /// @param pause between tries of a probe (R234: 5 s)
  public MallHealthCheck(Duration timeout, int tries, Duration pause) {
    this.timeout = timeout;
    this.tries = tries;
    this.pause = pause;
  }

  /// What became of each probe, in their order.
  ///
  /// @throws InterruptedException when the caller is stopped meanwhile
  public List<HealthOutcome> run(URI baseUrl, List<HealthProbe> probes)
      throws InterruptedException {
    try (HttpClient client =
            HttpClient.newBuilder()
                .connectTimeout(timeout)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HealthOutcome>> running = new ArrayList<>();
      for (HealthProbe probe : probes) {
        running.add(threads.submit(() -> ask(client, baseUrl, probe)));
      }
      List<HealthOutcome> outcomes = new ArrayList<>();
      for (Future<HealthOutcome> outcome : running) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a health probe broke", e);
    }
  }

  private HealthOutcome ask(HttpClient client, URI baseUrl, HealthProbe probe)
      throws InterruptedException {
    String base = baseUrl.toString();
    URI url =
        URI.create(
            (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + probe.path());
    HttpRequest request = HttpRequest.newBuilder(url).timeout(timeout).GET().build();
    for (int attempt = 1; ; attempt++) {
      HealthOutcome outcome = askOnce(client, request, probe, attempt);
      if (outcome.good() || attempt >= tries) {
        return outcome;
      }
      Thread.sleep(pause);
    }
  }

  private static HealthOutcome askOnce(
      HttpClient client, HttpRequest request, HealthProbe probe, int attempt)
      throws InterruptedException {
    long began = System.nanoTime();
    int status = 0;
    String detail;
    try {
      status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      detail = "HTTP " + status;
    } catch (HttpTimeoutException e) {
      detail = "超时 timed out";
    } catch (ConnectException e) {
      detail = "连接不上 cannot connect";
    } catch (IOException e) {
      detail = e.getClass().getSimpleName();
    }
    boolean good = status >= 200 && status < 400;
    return new HealthOutcome(
        probe, good, status, good ? "" : detail, attempt, (System.nanoTime() - began) / 1_000_000);
  }
}
