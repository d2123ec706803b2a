package io.mallwatch.samplemall.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mallwatch.samplemall.Await;
import io.mallwatch.samplemall.TestMall;
import io.mallwatch.samplemall.TestMall.Reply;
import io.mallwatch.samplemall.shop.SeedData;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {
  private TestMall mall;
  private Path log;
  private String token;

  @BeforeAll
  void open(@TempDir Path folder) {
    mall = TestMall.open(folder);
    log = folder.resolve("logs").resolve("mall.log");
    token = mall.login(SeedData.username(50));
    order(); // so that there is one
  }

  @AfterAll
  void close() {
    mall.close();
  }

  @AfterEach
  void mend() {
    for (Fault fault : Fault.values()) {
      mall.bean(Faults.class).set(fault, false);
    }
  }

  private Reply order() {
    return mall.post("/api/v1/purchases", token, "{\"productId\":1,\"quantity\":1}");
  }

  private Reply orderAndPay() {
    return mall.post(
        "/api/v1/purchases/" + order().body().path("id").asLong() + "/pay",
        token,
        "{\"channel\":\"wechat\"}");
  }

  private List<JsonNode> errors(String requestId) {
    var json = new ObjectMapper();
    try {
      return Files.readAllLines(log).stream()
          .map(line -> {
            try {
              return json.readTree(line);
            } catch (IOException bad) {
              throw new UncheckedIOException(line, bad);
            }
          })
          .filter(line -> line.path("requestId").asText().equals(requestId))
          .filter(line -> line.path("level").asText().equals("error"))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void paymentsFailAtTheGatewayAndSayWhy() {
    mall.fault("payment-failures", true);

    Reply failed =
        Await.until(() -> {
          Reply reply = orderAndPay();
          assertThat(reply.status()).isEqualTo(502);
          return reply;
        });

    assertThat(mall.counter("transaction.failures", "reason", "gateway_error")).isPositive();
    Await.until(() ->
        assertThat(errors(failed.requestId()))
            .anySatisfy(line -> {
              assertThat(line.path("message").asText()).contains("支付网关异常");
              assertThat(line.path("error").path("stack").asText()).contains("Orders.pay");
            }));
    mall.fault("payment-failures", false);
    Await.until(() -> assertThat(orderAndPay().status()).isEqualTo(200));
  }

  @Test
  void productQueriesBreakInTheDatabase() {
    mall.fault("error-burst", true);

    Reply failed =
        Await.until(() -> {
          Reply reply = mall.get("/api/v1/products/1", null);
          assertThat(reply.status()).isEqualTo(500);
          return reply;
        });

    Await.until(() ->
        assertThat(errors(failed.requestId()))
            .anySatisfy(line ->
                assertThat(line.path("error").path("name").asText())
                    .endsWith("BadSqlGrammarException")));
    assertThat(failed.body().toString()).doesNotContain("promotion_price");
    mall.fault("error-burst", false);
    for (int i = 0; i < 20; i++) {
      assertThat(mall.get("/api/v1/products/1", null).status()).isEqualTo(200);
    }
  }

  @Test
  void upgradesFailForWantOfARule() {
    for (int i = 0; i < 3; i++) {
      orderAndPay();
    }
    mall.fault("upgrade-failures", true);
    double failures = mall.counter("user.upgrade.failures");

    Reply failed = upgradeOfSomeoneEligible();

    assertThat(failed.status()).isEqualTo(500);
    assertThat(failed.body().path("title").asText()).isEqualTo("no_level_rule");
    assertThat(mall.counter("user.upgrade.failures") - failures).isEqualTo(1);
    mall.fault("upgrade-failures", false);
    assertThat(upgradeOfSomeoneEligible().status()).isEqualTo(200);
  }

  private Reply upgradeOfSomeoneEligible() {
    String buyer = mall.login(SeedData.username(60));
    Await.until(() -> {
      Reply prospect = mall.get("/api/v1/users/me/upgrade", buyer);
      if (prospect.body().path("missing").asDouble() > 0) {
        Reply placed =
            mall.post(
                "/api/v1/purchases",
                buyer,
                "{\"productId\":" + SeedData.PACK_PRODUCT + ",\"quantity\":99}");
        mall.post(
            "/api/v1/purchases/" + placed.body().path("id").asLong() + "/pay",
            buyer,
            "{\"channel\":\"card\"}");
      }
      assertThat(prospect.body().path("missing").asDouble()).isZero();
    });
    return mall.post("/api/v1/users/me/upgrade", buyer, "{}");
  }

  @Test
  void transfersFailWhileTheLedgerIsFrozen() {
    String transfer = "{\"toUserId\":51,\"amount\":1}";
    mall.fault("points-transfer-failures", true);

    assertThat(mall.post("/api/v1/points/transfer", token, transfer).status()).isEqualTo(503);
    assertThat(mall.counter("points.transfer.failures")).isPositive();

    mall.fault("points-transfer-failures", false);
    assertThat(mall.post("/api/v1/points/transfer", token, transfer).status()).isEqualTo(200);
  }

  @Test
  void nearlyAllConnectionsAreHeldAndGivenBack() {
    mall.fault("connection-pool-exhaustion", true);
    Await.until(() -> assertThat(mall.gauge("db.connections.active")).isGreaterThanOrEqualTo(19));

    mall.fault("connection-pool-exhaustion", false);
    Await.until(() -> assertThat(mall.gauge("db.connections.active")).isLessThan(3));
    assertThat(mall.get("/health", null).status()).isEqualTo(200);
  }

  @Test
  void ordersWaitForLocksAndTheWaitIsSeen() throws InterruptedException {
    mall.fault("lock-waits", true);
    var buyers = new Thread(() -> order());
    Await.until(() -> {
      if (!buyers.isAlive() && buyers.getState() == Thread.State.NEW) {
        buyers.start();
      }
      assertThat(mall.gauge("db.lock.waits")).isPositive();
    });

    mall.fault("lock-waits", false);
    buyers.join();
    Await.until(() -> assertThat(mall.gauge("db.lock.waits")).isZero());
  }

  @Test
  void orderHistoryRunsASlowQuery() {
    mall.fault("slow-queries", true);
    double before = mall.counter("db.slow.queries", "table", "purchase_orders");

    assertThat(mall.get("/api/v1/purchases", token).status()).isEqualTo(200);

    assertThat(mall.counter("db.slow.queries", "table", "purchase_orders") - before).isEqualTo(1);
  }

  @Test
  void apiRequestsBecomeSlow() {
    mall.fault("slow-api", true);

    Await.until(() -> {
      mall.get("/api/v1/shops", null);
      assertThat(mall.counter("api.slow.requests", "route", "/api/v1/shops")).isPositive();
    });

    assertThat(
            mall.bean(MeterRegistry.class)
                .get("http.request.duration")
                .tag("route", "/api/v1/shops")
                .timer()
                .max(TimeUnit.SECONDS))
        .isGreaterThan(2.5);
  }

  @Test
  void logsFallSilentAndSpeakAgain() {
    mall.fault("silent-logs", true);
    assertThat(LoggerFactory.getLogger("any").isErrorEnabled()).isFalse();

    mall.fault("silent-logs", false);
    assertThat(LoggerFactory.getLogger("any").isInfoEnabled()).isTrue();
  }

  @Test
  void theSwitchboardShowsEveryFault() {
    mall.fault("slow-queries", true);

    Reply reply = mall.get("/demo/faults", null);

    assertThat(reply.body()).hasSize(Fault.values().length);
    assertThat(reply.body())
        .anySatisfy(fault -> {
          assertThat(fault.path("name").asText()).isEqualTo("slow-queries");
          assertThat(fault.path("on").asBoolean()).isTrue();
        });
  }

  @Test
  void bigHeapsAreNotFilled() {
    if (Runtime.getRuntime().maxMemory() > HeldMemory.MAX_HEAP) {
      assertThat(mall.fault("memory-pressure", true).status()).isEqualTo(409);
    }
    assertThat(mall.bean(Faults.class).isOn(Fault.MEMORY_PRESSURE)).isFalse();
  }
}
