package io.mallwatch.samplemall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mallwatch.samplemall.TestMall.Reply;
import io.mallwatch.samplemall.shop.SeedData;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MallTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private TestMall mall;

  @BeforeAll
  void open(@TempDir Path folder) {
    mall = TestMall.open(folder);
  }

  @AfterAll
  void close() {
    mall.close();
  }

  private record Member(long id, String token) {}

  private Member newMember() {
    String name = "member" + NAMES.incrementAndGet();
    Reply registered =
        mall.post(
            "/api/v1/users/register",
            null,
            "{\"username\":\""
                + name
                + "\",\"nickname\":\"陈小燕\",\"password\":\"zhongdao-demo-2025\"}");
    assertThat(registered.status()).isEqualTo(201);
    return new Member(registered.body().path("userId").asLong(), mall.login(name));
  }

  private JsonNode order(Member member, long product, int quantity) {
    Reply placed =
        mall.post(
            "/api/v1/purchases",
            member.token(),
            "{\"productId\":" + product + ",\"quantity\":" + quantity + "}");
    assertThat(placed.status()).isEqualTo(201);
    return placed.body();
  }

  /// Pays, trying again if the gateway happens to decline, as it does now and then.
  private void pay(Member member, JsonNode order) {
    Await.until(() -> {
      Reply paid =
          mall.post(
              "/api/v1/purchases/" + order.path("id").asLong() + "/pay",
              member.token(),
              "{\"channel\":\"wechat\"}");
      assertThat(paid.status()).isEqualTo(200);
      assertThat(paid.body().path("status").asText()).isEqualTo("paid");
    });
  }

  private BigDecimal balance(Member member) {
    return mall.get("/api/v1/points/balance", member.token()).body().path("points").decimalValue();
  }

  @Test
  void aNewMemberOrdersPaysAndSeesTheOrder() {
    double amountBefore = mall.counter("transaction.amount");
    Member member = newMember();

    JsonNode order = order(member, 3, 2);
    pay(member, order);

    assertThat(order.path("amount").decimalValue())
        .isEqualByComparingTo(SeedData.price(3).multiply(BigDecimal.valueOf(2)));
    Reply history = mall.get("/api/v1/purchases", member.token());
    assertThat(history.body()).hasSize(1);
    assertThat(history.body().get(0).path("status").asText()).isEqualTo("paid");
    assertThat(mall.counter("transaction.amount") - amountBefore)
        .isEqualTo(order.path("amount").doubleValue());
    assertThat(balance(member))
        .isEqualByComparingTo(order.path("amount").decimalValue().movePointLeft(2));
  }

  @Test
  void anOrderIsPaidOnlyOnce() {
    Member member = newMember();
    JsonNode order = order(member, 1, 1);
    pay(member, order);

    Reply again =
        mall.post(
            "/api/v1/purchases/" + order.path("id").asLong() + "/pay",
            member.token(),
            "{\"channel\":\"alipay\"}");

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body().path("title").asText()).isEqualTo("already_paid");
  }

  @Test
  void whoHasSpentEnoughRisesToTheNextLevel() {
    Member member = newMember();
    Reply early = mall.post("/api/v1/users/me/upgrade", member.token(), "{}");
    assertThat(early.status()).isEqualTo(422);
    double attempts = mall.counter("user.upgrade.attempts");
    pay(member, order(member, SeedData.PACK_PRODUCT, 2));

    Reply upgraded = mall.post("/api/v1/users/me/upgrade", member.token(), "{}");

    assertThat(upgraded.status()).isEqualTo(200);
    assertThat(upgraded.body().path("toLevel").asText()).isEqualTo("vip");
    assertThat(mall.get("/api/v1/users/me", member.token()).body().path("level").asText())
        .isEqualTo("vip");
    assertThat(mall.counter("user.upgrade.attempts") - attempts).isEqualTo(1);
    assertThat(mall.counter("user.upgrade.failures")).isZero();
  }

  @Test
  void pointsMoveBetweenMembersAndNoneAreLost() {
    Member giver = newMember();
    Member taker = newMember();
    mall.post("/api/v1/points/recharge", giver.token(), "{\"amount\":100}");

    Reply transferred =
        mall.post(
            "/api/v1/points/transfer",
            giver.token(),
            "{\"toUserId\":" + taker.id() + ",\"amount\":30.5}");
    Reply tooMuch =
        mall.post(
            "/api/v1/points/transfer",
            giver.token(),
            "{\"toUserId\":" + taker.id() + ",\"amount\":70}");
    Reply withdrawn = mall.post("/api/v1/points/withdraw", taker.token(), "{\"amount\":10.5}");

    assertThat(transferred.status()).isEqualTo(200);
    assertThat(tooMuch.status()).isEqualTo(409);
    assertThat(withdrawn.status()).isEqualTo(200);
    assertThat(balance(giver)).isEqualByComparingTo("69.5");
    assertThat(balance(taker)).isEqualByComparingTo("20");
    assertThat(mall.counter("points.transfer.failures")).isPositive();
    assertThat(mall.counter("points.withdraw.amount")).isPositive();
  }

  @Test
  void everybodyMayBrowse() {
    assertThat(mall.get("/api/v1/shops", null).body()).hasSize(SeedData.SHOPS);
    assertThat(mall.get("/api/v1/shops/2/products", null).body()).hasSize(SeedData.PER_SHOP);
    assertThat(mall.get("/api/v1/products?q=%E8%8C%B6", null).body().size()).isPositive();
    assertThat(mall.get("/api/v1/products/999999", null).status()).isEqualTo(404);
    assertThat(mall.get("/api/v1/purchases", null).status()).isEqualTo(401);
  }

  @Test
  void othersOrdersAndTheListOfUsersAreOutOfReach() {
    Member owner = newMember();
    Member other = newMember();
    long order = order(owner, 1, 1).path("id").asLong();
    double denied = mall.counter("permission.checks", "granted", "false");

    assertThat(mall.get("/api/v1/purchases/" + order, other.token()).status()).isEqualTo(403);
    assertThat(mall.get("/api/v1/users", other.token()).status()).isEqualTo(403);
    assertThat(mall.get("/api/v1/purchases/" + order, owner.token()).status()).isEqualTo(200);
    assertThat(mall.get("/api/v1/users", mall.login(SeedData.username(1))).status()).isEqualTo(200);
    assertThat(mall.counter("permission.checks", "granted", "false") - denied).isEqualTo(2);
  }

  @Test
  void fiveWrongPasswordsLockAnAccount() {
    String guess =
        "{\"username\":\"" + SeedData.username(9) + "\",\"password\":\"wrong-password\"}";
    for (int i = 0; i < 5; i++) {
      assertThat(mall.post("/api/v1/users/login", null, guess).status()).isEqualTo(401);
    }

    assertThat(mall.post("/api/v1/users/login", null, guess).status()).isEqualTo(423);
    assertThat(mall.counter("user.logins", "result", "failure")).isGreaterThanOrEqualTo(6);
    assertThat(mall.counter("security.events", "event", "brute_force")).isPositive();
  }

  @Test
  void sqlInParametersIsRefusedAndCounted() {
    double before = mall.counter("security.events", "event", "sql_injection");

    Reply reply = mall.get("/api/v1/products?q=%27%20OR%201%3D1%20--", null);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(mall.counter("security.events", "event", "sql_injection") - before).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/database",
        "/health/redis",
        "/api/v1/users/health",
        "/api/v1/shops/health",
        "/api/v1/purchases/health",
        "/api/v1/points/health"
      })
  void everyHealthEndpointIsUp(String path) {
    Reply reply = mall.get(path, null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().path("status").asText()).isEqualTo("UP");
  }

  @Test
  void badOrdersAreRefused() {
    Member member = newMember();

    assertThat(
            mall.post("/api/v1/purchases", member.token(), "{\"productId\":1,\"quantity\":0}")
                .status())
        .isEqualTo(400);
    assertThat(
            mall.post("/api/v1/purchases", member.token(), "{\"productId\":77777,\"quantity\":1}")
                .status())
        .isEqualTo(404);
    assertThat(mall.fault("no-such-fault", true).status()).isEqualTo(404);
  }
}
