package io.mallwatch.samplemall.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mallwatch.samplemall.Await;
import io.mallwatch.samplemall.TestMall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrafficTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Visitors visitors = new Visitors(now::get, new Random(1));
  private TestMall mall;
  private Shoppers shoppers;

  @BeforeAll
  void open(@TempDir Path folder) {
    // The fault gives the generator enough to do at any time of the day.
    mall = TestMall.open(folder, "--mall.traffic-rate=1", "--mall.faults=sql-injection");
    var client =
        new MallClient(HttpClient.newHttpClient(), URI.create(mall.address()), new ObjectMapper());
    shoppers = new Shoppers(client, visitors, new Random(2));
  }

  @AfterAll
  void close() {
    mall.close();
  }

  private void repeat(int times, Action action) throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      shoppers.carryOut(action);
    }
  }

  @Test
  void customersDoWhatCustomersDo() throws IOException, InterruptedException {
    repeat(20, Action.BROWSE);
    repeat(2, Action.LOGIN);
    repeat(1, Action.REGISTER);
    repeat(6, Action.ORDER);
    repeat(2, Action.ORDER_HISTORY);
    repeat(4, Action.VIEW_ORDER);
    repeat(2, Action.BALANCE);
    repeat(4, Action.TRANSFER);
    repeat(1, Action.RECHARGE);
    repeat(1, Action.WITHDRAW);

    assertThat(mall.counter("http.requests", "route", "/api/v1/shops")).isPositive();
    assertThat(mall.counter("http.requests", "route", "/api/v1/products")).isPositive();
    assertThat(mall.counter("http.requests", "route", "/api/v1/purchases/{orderId}")).isPositive();
    assertThat(mall.counter("user.logins", "result", "success")).isGreaterThanOrEqualTo(3);
    assertThat(mall.counter("user.registration")).isPositive();
    assertThat(mall.counter("purchase.success")).isGreaterThanOrEqualTo(6);
    assertThat(mall.counter("transaction.success")).isPositive();
    assertThat(mall.counter("points.transfer.attempts")).isGreaterThanOrEqualTo(4);
    assertThat(mall.counter("points.recharge.amount")).isPositive();
    assertThat(mall.counter("points.withdraw.amount")).isPositive();
    assertThat(mall.counter("http.requests", "status", "500")).isZero();
  }

  @Test
  void membersBuyWhatTheyMissAndRise() throws IOException, InterruptedException {
    double before = mall.counter("user.upgrade.success");
    for (int tries = 0; tries < 30 && mall.counter("user.upgrade.success") == before; tries++) {
      repeat(1, Action.REGISTER);
      repeat(1, Action.UPGRADE);
    }

    assertThat(mall.counter("user.upgrade.success")).isGreaterThan(before);
    assertThat(mall.counter("user.upgrade.failures")).isZero();
  }

  @Test
  void attackersAreSeen() throws IOException, InterruptedException {
    repeat(8, Action.GUESS_PASSWORD);
    repeat(6, Action.TRESPASS);

    assertThat(mall.counter("user.logins", "result", "failure")).isGreaterThanOrEqualTo(8);
    assertThat(mall.counter("permission.checks", "granted", "false")).isPositive();
  }

  @Test
  void theGeneratorSendsWhatIsWanted() {
    Await.until(() -> {
      assertThat(mall.counter("security.events", "event", "sql_injection")).isPositive();
      assertThat(mall.counter("mall.traffic.actions", "outcome", "done")).isPositive();
    });
    assertThat(mall.counter("mall.traffic.actions", "outcome", "failed")).isZero();
  }

  @Test
  void visitorsLeaveAfterAWhile() {
    var few = new Visitors(now::get, new Random(3));
    few.enter(1, "token", "vip", "agent");
    assertThat(few.someone()).isPresent();
    assertThat(few.someoneOf(List.of("director"))).isEmpty();

    now.updateAndGet(time -> time.plus(Visitors.STAY).plusMillis(1));
    assertThat(few.someone()).isEmpty();
  }
}
