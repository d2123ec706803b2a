package io.mallwatch.ops.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.HttpStub;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MallHealthCheckTest {

  private final MallHealthCheck check =
      new MallHealthCheck(Duration.ofSeconds(20), 3, Duration.ofMillis(1));

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
    }
  }

  @Test
  void nobodyAtTheAddressIsSaidPlainly() throws InterruptedException {
    HealthOutcome outcome =
        check.run(URI.create("http://127.0.0.1:1/"), HealthProbe.MALL.subList(0, 1)).getFirst();

    assertThat(outcome.status()).isZero();
    assertThat(outcome.detail()).contains("cannot connect");
  }
}
