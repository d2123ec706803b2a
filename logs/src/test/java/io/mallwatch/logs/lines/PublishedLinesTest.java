package io.mallwatch.logs.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.model.LogEntry;
import io.mallwatch.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Real logs line by line: each is read, or kept whole and marked.
class PublishedLinesTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final LineReader reader =
      new LineReader(
          LineFormat.AUTO,
          "host",
          ZoneOffset.UTC,
          new JsonLogEntries(clock, ZoneOffset.UTC, "unknown"));

  private static List<String> lines(String name) throws IOException {
    Path file =
        Path.of(System.getProperty("access-logs.dir", "../../shared/data/access-logs"), name);
    assumeTrue(Files.exists(file), "needs " + file);
    return Files.readAllLines(file);
  }

  private static boolean isUnparsed(LogEntry entry) {
    return entry.tags().contains(LineReader.UNPARSED);
  }

  private LogEntry read(String line) {
    return reader.read(line, clock.instant());
  }

  @Test
  void everyLineOfSshdsLogIsRead() throws IOException {
    List<LogEntry> entries = lines("auth.log").stream().map(this::read).toList();

    assertThat(entries).hasSize(7121).noneMatch(PublishedLinesTest::isUnparsed);
    assertThat(entries).allSatisfy(entry -> assertThat(entry.data()).containsKey("host"));
    assertThat(entries.stream().filter(entry -> entry.service().equals("sshd")).count())
        .isGreaterThan(4_000);
  }

  @Test
  void everyObjectIsRead() throws IOException {
    assertThat(lines("nginxplus_json_logs").stream().map(this::read).toList())
        .hasSize(500)
        .noneMatch(PublishedLinesTest::isUnparsed)
        .allSatisfy(entry -> assertThat(entry.timestamp()).isBefore("2015-11-03T00:00:00Z"));
  }

  @Test
  void everyLineOfKafkasLogIsReadOrBelongsToOneThatIs() throws IOException {
    Multiline multiline = Multiline.auto();
    int events = 0;
    int lines = 0;
    String first = "";
    String previous = "";
    StringBuilder event = new StringBuilder();
    for (String line : lines("kafka0-server.log.2016-12-19-20")) {
      if (lines > 0 && multiline.continues(first, previous, line)) {
        event.append('\n').append(line);
      } else {
        events += lines > 0 ? 1 : 0;
        assertThat(lines > 0 && isUnparsed(read(event.toString()))).as(event.toString()).isFalse();
        event = new StringBuilder(line);
        first = line;
      }
      previous = line;
      lines++;
    }
    assertThat(lines).isEqualTo(721);
    assertThat(events).isBetween(40, 720);
  }
}
