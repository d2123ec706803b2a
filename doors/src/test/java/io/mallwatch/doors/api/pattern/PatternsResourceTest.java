package io.mallwatch.doors.api.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.http.Client;
import io.mallwatch.doors.http.Door;
import io.mallwatch.doors.http.ErrorShape;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogPatterns;
import io.mallwatch.logs.pattern.Patterns;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsResourceTest {

  private static final Instant NOON = Instant.parse("2026-11-23T04:00:00Z");

  @TempDir Path folder;
  private final FakeClock clock = new FakeClock(NOON.minus(Duration.ofHours(5)));
  private Patterns patterns;
  private Client client;

  @BeforeEach
  void open() {
    patterns = Patterns.open(folder.resolve("p"), clock, Patterns.Limits.defaults());
    List<Endpoint> endpoints = new PatternsResource(patterns, clock).endpoints();
    client = Client.of(new PatternsDoor(endpoints));
  }

  private record PatternsDoor(List<Endpoint> endpoints) implements Door {
    @Override
    public String name() {
      return "api";
    }

    @Override
    public String prefix() {
      return "/api";
    }

    @Override
    public List<Route> routes() {
      return endpoints.stream().map(endpoint -> endpoint.route("/api")).toList();
    }

    @Override
    public ErrorShape errors() {
      return ErrorShape.problemDetails();
    }
  }

  @AfterEach
  void close() {
    client.close();
    patterns.close();
  }

  private String see(Instant at, LogLevel level, String message) {
    LogEntry entry = LogEntry.builder(at, level, "pay", message).build();
    return String.valueOf(patterns.mark(List.of(entry)).getFirst().data().get(LogPatterns.FIELD));
  }

  @Test
  void patternsAreListedWithTheirTrend() {
    String paid = see(NOON.minusSeconds(5 * 3600), LogLevel.INFO, "order 1 paid");
    see(NOON.minusSeconds(60), LogLevel.INFO, "order 2 paid");
    see(NOON.minusSeconds(30), LogLevel.ERROR, "支付失败 7");
    clock.set(NOON);

    assertThat(client.get("/api/logs/patterns?points=2&level=info").body())
        .isEqualTo(
            ("{\"patterns\":[{\"id\":\"" + paid + "\",\"formerIds\":[],\"service\":\"pay\",")
                + "\"level\":\"info\",\"template\":\"order <*> paid\",\"example\":\"order 1 paid\","
                + "\"count\":2,\"total\":2,\"firstSeen\":\"2026-11-22T23:00:00Z\","
                + "\"lastSeen\":\"2026-11-23T03:59:00Z\",\"new\":false,\"trend\":[0,2]}],"
                + "\"total\":1,\"since\":\"2026-11-22T23:00:00Z\"}");
    assertThat(client.get("/api/logs/patterns?sort=new&limit=1").body())
        .contains("支付失败 <*>", "\"new\":true", "\"total\":2");
    assertThat(client.get("/api/logs/patterns?service=cart").body()).contains("\"patterns\":[]");
    assertThat(client.get("/api/logs/patterns/" + paid + "?points=4").body())
        .contains("\"trend\":[0,0,0,2]");
    assertThat(client.get("/api/logs/patterns/nope").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sort=x",
        "level=loud",
        "limit=0",
        "limit=x",
        "points=9999",
        "from=x",
        "from=2&to=1"
      })
  void parametersThatAreWrongAreNamed(String query) {
    assertThat(client.get("/api/logs/patterns?" + query))
        .satisfies(answer -> {
          assertThat(answer.statusCode()).isEqualTo(400);
          assertThat(answer.body()).contains("parameter '");
        });
  }
}
