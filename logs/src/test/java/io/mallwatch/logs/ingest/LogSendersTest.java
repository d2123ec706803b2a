package io.mallwatch.logs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.ingest.LogSenders.Sender;
import io.mallwatch.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogSendersTest {

  private final FakeClock clock = FakeClock.mondayMorning();
  private final LogSenders senders = new LogSenders(clock);

  @Test
  void eachIsCountedAndTheLastHeardComesFirst() {
    Instant first = clock.instant();
    senders.heard("elasticsearch", "Elastic-filebeat/8.13.3", 10, 0);
    senders.heard("elasticsearch", "Elastic-filebeat/8.13.3", 5, 2);
    clock.advance(Duration.ofSeconds(1));
    senders.heard("syslog_udp", "10.0.0.7", 1, 0);
    senders.heard("syslog_udp", " ", 0, 1);

    assertThat(senders.list())
        .containsExactly(
            new Sender("syslog_udp", "10.0.0.7", 1, 0, clock.instant()),
            new Sender("syslog_udp", "?", 0, 1, clock.instant()),
            new Sender("elasticsearch", "Elastic-filebeat/8.13.3", 15, 2, first));
  }

  @Test
  void thereIsAnEndToThem() {
    for (int i = 0; i < 1_000; i++) {
      senders.heard("lines_tcp", "10.0." + i, 1, 0);
    }
    senders.heard("lines_tcp", "10.0.7", 1, 0);
    senders.heard("lines_tcp", "x".repeat(500), 1, 0);

    assertThat(senders.list()).hasSize(LogSenders.MOST + 1);
    assertThat(senders.list())
        .filteredOn(one -> one.name().equals(LogSenders.OTHERS))
        .extracting(Sender::stored)
        .containsExactly(801L);
    assertThat(senders.list())
        .filteredOn(one -> one.name().equals("10.0.7"))
        .extracting(Sender::stored)
        .containsExactly(2L);
  }
}
