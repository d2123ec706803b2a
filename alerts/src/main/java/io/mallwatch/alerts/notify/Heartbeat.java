package io.mallwatch.alerts.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a watcher elsewhere again and again that rules are evaluated, so that it can alarm people
/// when this server dies or stalls and cannot do so itself. Used by one thread at a time; counters
/// may be read by any.
public final class Heartbeat implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Heartbeat.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI url;
  private final Duration stalled;
  private final Supplier<Optional<Instant>> lastEvaluation;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong withheld = new AtomicLong();
  private boolean wasWell = true;

  /// @param url whom to tell; may hold a secret and is never shown
  /// @param stalled age of the last evaluation from which on nothing is told
  /// @param lastEvaluation of any rule; empty while there is none to evaluate
  public Heartbeat(
      URI url, Duration stalled, Supplier<Optional<Instant>> lastEvaluation, InstantSource clock) {
    this.url = url;
    this.stalled = stalled;
    this.lastEvaluation = lastEvaluation;
    this.clock = clock;
  }

  /// Tells once, unless the rules have stalled. Blocks for some seconds at most.
  public void beat() {
    Optional<Instant> last = lastEvaluation.get();
    boolean late =
        last.filter(at -> Duration.between(at, clock.instant()).compareTo(stalled) > 0).isPresent();
    if (late) {
      withheld.incrementAndGet();
      say(false, "rules have stalled");
      return;
    }
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"status\":\"ok\",\"lastEvaluation\":\"%s\"}"
                        .formatted(last.map(Instant::toString).orElse(""))))
            .build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      boolean well = status / 100 == 2;
      (well ? sent : failed).incrementAndGet();
      say(well, "status " + status);
    } catch (IOException e) {
      failed.incrementAndGet();
      say(false, e.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// One line when it changes.
  private void say(boolean well, String how) {
    if (well != wasWell) {
      logger.warn("heartbeat well={} reason={}", well, how);
    }
    wasWell = well;
  }

  /// Told and taken.
  public long sent() {
    return sent.get();
  }

  /// Told, but not taken.
  public long failed() {
    return failed.get();
  }

  /// Not told, since rules have stalled.
  public long withheld() {
    return withheld.get();
  }

  /// Cancels what is under way.
  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
