package io.mallwatch.ops.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.testkit.FakeClock;
import io.mallwatch.testkit.HttpStub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCheckTest {

  private final HealthCheck check = check(URI.create("http://127.0.0.1:1"));

  private static HealthCheck check(URI mallwatch) {
    return new HealthCheck(
        new HealthCheck.Patience(Duration.ofSeconds(20), 3, Duration.ofMillis(1)),
        mallwatch,
        FakeClock.mondayMorning());
  }

  private HealthOutcome ask(String address) throws InterruptedException {
    return check.run(URI.create("http://mall"), List.of(HealthProbe.of(address))).getFirst();
  }

  @Test
  void aFailedProbeDoesNotStopTheOthersAndEachHasItsOwnTries() throws InterruptedException {
    try (HttpStub mall =
        HttpStub.answering(request ->
            HttpStub.Answer.of(
                request.uri().getPath().equals("/health/database") ? 503 : 200, "{}"))) {
      List<HealthOutcome> outcomes = check.run(mall.url(), HealthProbe.MALL);

      assertThat(outcomes).hasSize(7);
      assertThat(outcomes.stream().filter(outcome -> !outcome.good()))
          .singleElement()
          .satisfies(outcome -> {
            assertThat(outcome.status()).isEqualTo(503);
            assertThat(outcome.tries()).isEqualTo(3);
            assertThat(outcome.failedTries()).isEqualTo(3);
            assertThat(outcome.text()).isEqualTo("❌ 数据库连接失败（HTTP 503）");
          });
      assertThat(outcomes.getLast().text()).isEqualTo("✅ /api/v1/points/health 正常");
    }
  }

  @Test
  void aProbeThatRecoversIsGood() throws InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    try (HttpStub mall =
        HttpStub.answering(
            request -> HttpStub.Answer.of(asked.incrementAndGet() < 2 ? 500 : 200, "{}"))) {
      HealthOutcome outcome = check.run(mall.url(), HealthProbe.MALL.subList(0, 1)).getFirst();

      assertThat(outcome.good()).isTrue();
      assertThat(outcome.tries()).isEqualTo(2);
      assertThat(outcome.failedTries()).isEqualTo(1);
    }
  }

  @Test
  void nobodyAtTheAddressIsSaidPlainly() throws InterruptedException {
    HealthOutcome outcome =
        check.run(URI.create("http://127.0.0.1:1/"), HealthProbe.MALL.subList(0, 1)).getFirst();

    assertThat(outcome.status()).isZero();
    assertThat(outcome.detail()).contains("cannot connect");
    assertThat(ask("tcp://127.0.0.1:1").detail()).contains("cannot connect");
    assertThat(ask("dns://nowhere.invalid").detail()).contains("unknown host");
  }

  @Test
  void databasesAndCachesAreAskedInTheirOwnTongue() throws IOException, InterruptedException {
    byte[] greeting = {1, 0, 0, 0, 10, '1', '0', 0};
    byte[] refusal = {1, 0, 0, 0, (byte) 0xff, 0, 0, 0};
    assertThat(answered("mysql", greeting).good()).isTrue();
    assertThat(answered("mysql", refusal).detail()).contains("refused");
    assertThat(answered("mysql", "HTTP/1.1 400".getBytes(StandardCharsets.US_ASCII)).detail())
        .contains("not MySQL");
    assertThat(answered("redis", "+PONG\r\n".getBytes(StandardCharsets.US_ASCII)).good()).isTrue();
    assertThat(
            answered(
                    "redis",
                    "-NOAUTH Authentication required.\r\n".getBytes(StandardCharsets.US_ASCII))
                .detail())
        .contains("NOAUTH");
    assertThat(answered("tcp", new byte[0]).good()).isTrue();
    assertThat(answered("tls", "no tls\r\n".getBytes(StandardCharsets.US_ASCII)).good()).isFalse();
  }

  /// What is said of a server that greets everybody with the same bytes.
  private HealthOutcome answered(String scheme, byte[] bytes)
      throws IOException, InterruptedException {
    Thread greeter;
    HealthOutcome outcome;
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      greeter =
          Thread.ofVirtual()
              .start(() -> {
                while (!server.isClosed()) {
                  try (Socket client = server.accept()) {
                    client.getOutputStream().write(bytes);
                    client.shutdownOutput();
                    var _ = client.getInputStream().readNBytes(6);
                  } catch (IOException _) {
                    // the next one is greeted
                  }
                }
              });
      outcome = ask(scheme + "://127.0.0.1:" + server.getLocalPort());
    }
    greeter.join();
    return outcome;
  }

  @Test
  void queriesAreAskedOfMallwatch() throws InterruptedException {
    try (HttpStub mallwatch =
        HttpStub.answering(request -> {
          String query = String.valueOf(request.uri().getQuery());
          if (request.uri().getPath().equals("/elasticsearch/_count")) {
            return HttpStub.Answer.of(
                200, "{\"count\":" + (query.contains("level:ERROR") ? 3 : 0) + "}");
          }
          String result =
              query.endsWith("none")
                  ? ""
                  : "{\"metric\":{},\"value\":[1.5,\"" + (query.endsWith("up") ? 1 : 0) + "\"]}";
          return HttpStub.Answer.of(200, "{\"data\":{\"result\":[" + result + "]}}");
        })) {
      List<HealthOutcome> outcomes =
          check(mallwatch.url())
              .run(
                  URI.create("http://mall"),
                  List.of(
                      HealthProbe.of("promql:up"),
                      HealthProbe.of("promql:down"),
                      HealthProbe.of("promql:none"),
                      HealthProbe.of("logs:level:ERROR"),
                      HealthProbe.of("logs:level:FATAL")));

      assertThat(outcomes)
          .extracting(HealthOutcome::good)
          .containsExactly(true, false, false, false, true);
      assertThat(outcomes.get(2).detail()).contains("no data");
      assertThat(outcomes.get(3).detail()).contains("3 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mall", "ftp://x", "tcp://x", "http://", "promql:", "a b://"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> HealthProbe.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressesHaveTheirUsualPorts() {
    assertThat(ProbeAddress.parse("mysql://db")).isEqualTo(new ProbeAddress.Mysql("db", 3306));
    assertThat(ProbeAddress.parse("redis://c")).isEqualTo(new ProbeAddress.Redis("c", 6379));
    assertThat(ProbeAddress.parse("tls://m?days=30")).isEqualTo(new ProbeAddress.Tls("m", 443, 30));
  }

  @Test
  void machinesGetJsonAndJunit() {
    HealthOutcome bad =
        new HealthOutcome(HealthProbe.MALL.get(1), false, 503, "HTTP <503>", 3, 1500);
    URI url = URI.create("http://mall");

    assertThat(HealthReport.json(url, List.of(bad))).contains("\"good\":false", "\"tries\":3");
    assertThat(HealthReport.junit(url, List.of(bad)))
        .contains("tests=\"1\" failures=\"1\" time=\"1.500\"")
        .contains("<failure message=\"❌ 数据库连接失败（HTTP &lt;503&gt;）\"/>");
  }
}
