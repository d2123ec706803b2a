package io.mallwatch.logs.lines;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.ingest.JsonLogEntries;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.Gen;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  private final FakeClock clock = FakeClock.mondayMorning();

  private LogEntry read(LineFormat format, String event) {
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    return new LineReader(format, "order", zone, new JsonLogEntries(clock, zone, "unknown"))
        .read(event, clock.instant());
  }

  private LogEntry read(String event) {
    return read(LineFormat.AUTO, event);
  }

  private void assertJava(String line, @Nullable String thread) {
    LogEntry entry = read(line);
    assertThat(entry.timestamp()).as(line).isEqualTo(Instant.parse("2026-11-02T01:59:58.123Z"));
    assertThat(entry.level()).as(line).isEqualTo(LogLevel.WARN);
    assertThat(entry.message()).as(line).isEqualTo("库存不足 sku=7");
    assertThat(entry.data()).as(line).containsEntry("logger", "com.mall.Stock");
    assertThat(entry.data().get("thread")).as(line).isEqualTo(thread);
    assertThat(entry.tags()).as(line).isEmpty();
  }

  @Test
  void theUsualPatternsOfJavaProgramsAreRead() {
    assertJava(
        "2026-11-02T09:59:58.123+08:00  WARN 4711 --- [mall] [nio-8080-exec-1] com.mall.Stock"
            + "                          : 库存不足 sku=7",
        "nio-8080-exec-1");
    assertJava("2026-11-02 09:59:58.123  WARN 4711 --- [main] com.mall.Stock : 库存不足 sku=7", "main");
    assertJava("2026-11-02 09:59:58,123 [main] WARN  com.mall.Stock - 库存不足 sku=7", "main");
    assertJava("2026-11-02 09:59:58.123 WARN [main] com.mall.Stock - 库存不足 sku=7", "main");
    assertJava("09:59:58.123 [main] WARN com.mall.Stock -- 库存不足 sku=7", "main");
    assertJava("[2026-11-02 09:59:58,123] [WARN] [main] com.mall.Stock: 库存不足 sku=7", "main");
    assertJava("02-Nov-2026 09:59:58.123 WARNING [main] com.mall.Stock 库存不足 sku=7", "main");
    assertJava("2026/11/02 09:59:58.123 WARN com.mall.Stock - 库存不足 sku=7", null);
  }

  @Test
  void traceIdsInBracketsAreTheEntrysOwn() {
    LogEntry entry =
        read(
            "2026-11-02T09:59:58.123+08:00  INFO 1 --- [mall] [main]"
                + " [0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331] c.m.Order : paid");
    assertThat(entry.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(entry.spanId()).isEqualTo("b7ad6b7169203331");
    assertThat(entry.data()).containsEntry("thread", "main");
  }

  @Test
  void aStackTraceBecomesTheError() {
    LogEntry entry =
        read(
            """
            2026-11-02 09:59:58.123 ERROR [main] c.m.Order - cannot pay
            java.lang.IllegalStateException: 支付失败
            of order 7
            \tat com.mall.Order.pay(Order.java:42)
            Caused by: java.io.IOException: reset
            \t... 3 more\
            """);
    assertThat(entry.message()).isEqualTo("cannot pay");
    assertThat(entry.error()).isNotNull();
    assertThat(entry.error().name()).isEqualTo("java.lang.IllegalStateException");
    assertThat(entry.error().message()).isEqualTo("支付失败");
    assertThat(entry.error().stack()).startsWith("java.lang.Ill").endsWith("3 more");
  }

  @Test
  void accessLogsAreRead() {
    LogEntry entry =
        read(
            "10.0.0.1 - alice [02/Nov/2026:09:59:58 +0800] \"GET /api/orders?id=7 HTTP/1.1\" 502"
                + " 157 \"https://mall/\" \"Mozilla \\\"x\\\"\" 0.125");
    assertThat(entry.timestamp()).isEqualTo(Instant.parse("2026-11-02T01:59:58Z"));
    assertThat(entry.level()).isEqualTo(LogLevel.ERROR);
    assertThat(entry.userId()).isEqualTo("alice");
    assertThat(entry.durationMillis()).isEqualTo(125);
    assertThat(entry.data())
        .containsEntry("ip", "10.0.0.1")
        .containsEntry("method", "GET")
        .containsEntry("path", "/api/orders")
        .containsEntry("status", 502L)
        .containsEntry("bytes", 157L);
  }

  @Test
  void linesOfServicesAreRead() {
    LogEntry nginx =
        read(
            "2026/11/02 09:59:58 [error] 12#34: *56 connect() failed (111: Connection refused),"
                + " client: 10.0.0.1, server: mall, request: \"GET / HTTP/1.1\", host: \"mall\"");
    assertThat(nginx.level()).isEqualTo(LogLevel.ERROR);
    assertThat(nginx.message()).startsWith("*56 connect()");
    assertThat(nginx.data())
        .containsEntry("ip", "10.0.0.1")
        .containsEntry("request", "GET / HTTP/1.1");

    LogEntry redis = read("1:M 02 Nov 2026 09:59:58.123 # Out of memory");
    assertThat(redis.level()).isEqualTo(LogLevel.WARN);
    assertThat(redis.timestamp()).isEqualTo(Instant.parse("2026-11-02T01:59:58.123Z"));
    assertThat(redis.message()).isEqualTo("Out of memory");

    LogEntry mysql =
        read(
            """
            # Time: 2026-11-02T01:59:58.123456Z
            # User@Host: mall[mall] @ localhost []  Id:     8
            # Query_time: 2.500000  Lock_time: 0.000100 Rows_sent: 1  Rows_examined: 90000
            SET timestamp=1793584798;
            SELECT * FROM orders WHERE note LIKE '%x%';\
            """);
    assertThat(mysql.message()).startsWith("SELECT * FROM orders");
    assertThat(mysql.durationMillis()).isEqualTo(2500);
    assertThat(mysql.data()).containsEntry("Rows_examined", 90000L).containsEntry("user", "mall");
  }

  @Test
  void syslogIsReadInBothForms() {
    LogEntry old = read("<165>Nov  2 09:59:58 web1 sshd[1291]: Failed password for root");
    assertThat(old.timestamp()).isEqualTo(Instant.parse("2026-11-02T01:59:58Z"));
    assertThat(old.service()).isEqualTo("sshd");
    assertThat(old.message()).isEqualTo("Failed password for root");
    assertThat(old.data())
        .containsEntry("host", "web1")
        .containsEntry("pid", "1291")
        .containsEntry("facility", "local4");

    LogEntry fresh =
        read(
            "<11>1 2026-11-02T09:59:58.123+08:00 web1 mall 42 ID47"
                + " [a@1 user=\"x \\\"y\\\" \\]\" n=\"2\"][b@1] \uFEFF支付失败");
    assertThat(fresh.timestamp()).isEqualTo(Instant.parse("2026-11-02T01:59:58.123Z"));
    assertThat(fresh.level()).isEqualTo(LogLevel.ERROR);
    assertThat(fresh.service()).isEqualTo("mall");
    assertThat(fresh.message()).isEqualTo("支付失败");
    assertThat(String.valueOf(fresh.data().get("a@1"))).contains("x \"y\" ]");

    LogEntry lastYear = read("Dec 31 23:59:59 web1 cron[1]: happy new year");
    assertThat(lastYear.timestamp()).isEqualTo(Instant.parse("2025-12-31T15:59:59Z"));
  }

  @Test
  void whatFitsNoFormIsKeptWholeAndTagged() {
    for (LineFormat format : LineFormat.values()) {
      LogEntry entry = read(format, "Listening for transport");
      assertThat(entry.message()).isEqualTo("Listening for transport");
      assertThat(entry.service()).isEqualTo("order");
      assertThat(entry.tags())
          .isEqualTo(format == LineFormat.PLAIN ? List.of() : List.of(LineReader.UNPARSED));
    }
  }

  @Test
  void noLineHoweverBrokenIsLost() {
    List<String> seeds =
        List.of(
            "2026-11-02 09:59:58.123 ERROR [main] c.m.Order - x",
            "[2026-11-02 09:59:58,123] WARN x (kafka)",
            "02-Nov-2026 09:59:58.123 INFO [main] a.B x",
            "1.2.3.4 - - [02/Nov/2026:09:59:58 +0800] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\"",
            "2026/11/02 09:59:58 [error] 12#34: *56 x, client: 1, server: y",
            "1:M 02 Nov 2026 09:59:58.123 * x",
            "<165>Nov  2 09:59:58 web1 sshd[1]: x",
            "<11>1 2026-11-02T09:59:58Z h a 1 i [a b=\"c\"] x",
            "# Time: 2026-11-02T01:59:58Z\n# Query_time: 1 Lock_time: 0\nselect 1;",
            "{\"message\":\"x\"}");
    Gen<String> lines =
        random -> {
          StringBuilder line = new StringBuilder(Gen.oneOf(seeds).next(random));
          for (int i = random.nextInt(6); i > 0 && !line.isEmpty(); i--) {
            int at = random.nextInt(line.length());
            switch (random.nextInt(3)) {
              case 0 -> line.deleteCharAt(at);
              case 1 -> line.setLength(at);
              default -> line.insert(at, Gen.text(3).next(random));
            }
          }
          return line.toString();
        };
    Gen.forAll(
        4_000,
        lines,
        line -> {
          for (LineFormat format : LineFormat.values()) {
            assertThat(read(format, line)).isNotNull();
          }
        });
  }
}
