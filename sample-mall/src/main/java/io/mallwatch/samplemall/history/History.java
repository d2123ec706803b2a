package io.mallwatch.samplemall.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mallwatch.samplemall.traffic.Action;
import io.mallwatch.samplemall.traffic.TrafficShape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lays down the past once per data folder: orders in the database; metrics, logs and traces
/// through Mallwatch's public doors.
public final class History {
  private static final Logger logger = LoggerFactory.getLogger(History.class);
  private static final Duration CHUNK = Duration.ofDays(1);

  /// An embedded database shares the mall's small heap and gets a sample of the orders only.
  private static final int KEEP_OF_EMBEDDED = 8;

  private final Past past;
  private final Path marks;
  private final ObjectMapper json;

  /// @param end when the past ends; taken back to a full step
  /// @param dataDir where the marks are kept that say what was done
  public History(int days, Instant end, TrafficShape shape, Path dataDir, ObjectMapper json) {
    long step = Past.STEP.toMillis();
    Instant to = Instant.ofEpochMilli(end.toEpochMilli() / step * step);
    this.past = new Past(to.minus(Duration.ofDays(days)), to, shape);
    this.marks = dataDir;
    this.json = json;
  }

  /// Writes the orders of the past, unless that was done before.
  public void seedDatabase(Seeder seeder, boolean embedded) throws IOException {
    Path mark = marks.resolve("history-database.done");
    if (!Files.exists(mark)) {
      seeder.seedOrders(past, embedded ? KEEP_OF_EMBEDDED : 1);
      mark(mark);
    }
  }

  /// Sends the past to Mallwatch at `url`, unless that was done before. Answers with one line for
  /// people: what was sent, or why not.
  ///
  /// @param levels how many users each level has now
  public String send(URI url, Supplier<Map<String, Long>> levels)
      throws IOException, InterruptedException {
    Path mark = marks.resolve("history-sent.done");
    if (Files.exists(mark)) {
      return "The past was sent before, on this data folder";
    }
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    try {
      long points = sendAll(new Doors(http, url, Duration.ofMillis(250)), levels.get());
      mark(mark);
      return "Sent %d days of past to %s (%d points in time)"
          .formatted(Duration.between(past.from(), past.to()).toDays(), url, points);
    } catch (MallwatchUnreachable unreachable) {
      logger.warn("history not sent reason={}", unreachable.getMessage());
      return "No past is sent: " + unreachable.getMessage();
    }
  }

  private long sendAll(Doors doors, Map<String, Long> levels)
      throws MallwatchUnreachable, InterruptedException {
    var registrations = new long[1];
    past.tell(chapter -> registrations[0] += chapter.count(Action.REGISTER));
    var sending = new Sending(doors, levels, registrations[0]);
    // The story is told to a listener that cannot throw, so it stops listening after a failure.
    past.tell(sending::add);
    return sending.finish();
  }

  private void mark(Path mark) throws IOException {
    Files.createDirectories(marks);
    Files.writeString(mark, past.from() + " to " + past.to() + "\n");
  }

  /// The three signals on their way, a day at a time.
  private final class Sending {
    private final Doors doors;
    private final PastMetrics metrics;
    private final PastLogs logs = new PastLogs(json);
    private final PastTraces traces = new PastTraces();
    private Instant chunkEnd = past.from().plus(CHUNK);
    private long chapters;
    private @Nullable Exception failure;

    Sending(Doors doors, Map<String, Long> levels, long registrations) {
      this.doors = doors;
      this.metrics = new PastMetrics(past, levels, registrations);
    }

    void add(Past.Chapter chapter) {
      if (failure != null) {
        return;
      }
      metrics.add(chapter);
      logs.add(chapter);
      if (PastTraces.covers(chapter.start(), past.to())) {
        traces.add(chapter);
      }
      chapters++;
      if (!chapter.end().isBefore(chunkEnd)) {
        chunkEnd = chunkEnd.plus(CHUNK);
        try {
          flush();
        } catch (MallwatchUnreachable | InterruptedException failed) {
          failure = failed;
        }
      }
    }

    private void flush() throws MallwatchUnreachable, InterruptedException {
      byte[] points = metrics.take();
      if (points.length > 0) {
        doors.postProtobuf("/v1/metrics", points);
      }
      String lines = logs.take();
      if (!lines.isEmpty()) {
        doors.postBulk(lines);
      }
      byte[] spans = traces.take();
      if (spans.length > 0) {
        doors.postProtobuf("/v1/traces", spans);
      }
    }

    long finish() throws MallwatchUnreachable, InterruptedException {
      if (failure instanceof MallwatchUnreachable unreachable) {
        throw unreachable;
      }
      if (failure instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      metrics.end(past.to());
      flush();
      return chapters;
    }
  }
}
