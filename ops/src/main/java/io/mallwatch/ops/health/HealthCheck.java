package io.mallwatch.ops.health;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks all probes at once; each has its own tries, and none stops another (I-42, I-43).
public final class HealthCheck {

  private final Patience patience;
  private final URI mallwatch;
  private final InstantSource clock;

  /// How long is waited.
  ///
  /// @param timeout for one request (R230: 30 s)
  /// @param tries for each probe (R231: 3)
  /// @param pause between tries of a probe (R234: 5 s)
  public record Patience(Duration timeout, int tries, Duration pause) {}

  /// @param mallwatch where probes that are queries are asked
  public HealthCheck(Patience patience, URI mallwatch, InstantSource clock) {
    this.patience = patience;
    this.mallwatch = mallwatch;
    this.clock = clock;
  }

  /// What became of each probe, in their order.
  ///
  /// @param baseUrl that the paths of probes stand below
  /// @throws InterruptedException when the caller is stopped meanwhile
  public List<HealthOutcome> run(URI baseUrl, List<HealthProbe> probes)
      throws InterruptedException {
    try (HttpClient client =
            HttpClient.newBuilder()
                .connectTimeout(patience.timeout())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ProbeCalls calls = new ProbeCalls(client, patience.timeout(), mallwatch, clock);
      List<Future<HealthOutcome>> running = new ArrayList<>();
      for (HealthProbe probe : probes) {
        running.add(threads.submit(() -> ask(calls, baseUrl, probe)));
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

  private HealthOutcome ask(ProbeCalls calls, URI baseUrl, HealthProbe probe)
      throws InterruptedException {
    ProbeAddress address =
        probe.address().startsWith("/")
            ? new ProbeAddress.Http(
                URI.create(baseUrl.toString().replaceAll("/+$", "") + probe.address()))
            : ProbeAddress.parse(probe.address());
    for (int attempt = 1; ; attempt++) {
      long began = System.nanoTime();
      ProbeCalls.Answer answer = calls.ask(address);
      if (answer.good() || attempt >= patience.tries()) {
        return new HealthOutcome(
            probe,
            answer.good(),
            answer.status(),
            answer.problem(),
            attempt,
            (System.nanoTime() - began) / 1_000_000);
      }
      Thread.sleep(patience.pause());
    }
  }
}
