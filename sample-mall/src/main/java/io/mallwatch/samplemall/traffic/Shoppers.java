package io.mallwatch.samplemall.traffic;

import io.mallwatch.samplemall.shop.SeedData;
import io.mallwatch.samplemall.traffic.MallClient.Reply;
import io.mallwatch.samplemall.traffic.Visitors.Visitor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Carries out one [Action] at a time, over HTTP.
final class Shoppers {
  private static final List<String> AGENTS =
      List.of(
          "Mozilla/5.0 (Linux; Android 15; V2309A) AppleWebKit/537.36 MicroMessenger/8.0.50",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0",
          "ZhongdaoMall/3.2.1 (HarmonyOS 5.0)");
  private static final List<String> UPGRADING = List.of("normal", "vip", "star_1");
  private static final List<String> INJECTIONS =
      List.of("' OR 1=1 --", "x' AND 1=1", "' UNION SELECT password FROM users", "1; DROP TABLE");

  /// Accounts that someone tries passwords for; they belong to no customer.
  private static final int TARGETS = 20;

  private final MallClient client;
  private final Visitors visitors;
  private final RandomGenerator random;

  Shoppers(MallClient client, Visitors visitors, RandomGenerator random) {
    this.client = client;
    this.visitors = visitors;
    this.random = random;
  }

  void carryOut(Action action) throws IOException, InterruptedException {
    switch (action) {
      case BROWSE -> browse();
      case LOGIN ->
          login(SeedData.username(TARGETS + 1 + random.nextInt(SeedData.USERS - TARGETS)));
      case REGISTER -> register();
      case ORDER -> withVisitor(visitor -> buy(visitor, randomProduct(), 1 + random.nextInt(3)));
      case ORDER_HISTORY -> withVisitor(visitor -> get(visitor, "/api/v1/purchases"));
      case VIEW_ORDER -> withVisitor(this::viewOrder);
      case BALANCE -> withVisitor(visitor -> get(visitor, "/api/v1/points/balance"));
      case TRANSFER -> withVisitor(this::transfer);
      case RECHARGE ->
          withVisitor(visitor -> points(visitor, "recharge", 50 + random.nextInt(151)));
      case WITHDRAW -> withVisitor(visitor -> points(visitor, "withdraw", 10 + random.nextInt(21)));
      case UPGRADE -> upgrade();
      case GUESS_PASSWORD -> guessPassword();
      case INJECT_SQL -> injectSql();
      case TRESPASS -> withVisitor(this::trespass);
    }
  }

  private interface Doing {
    void accept(Visitor visitor) throws IOException, InterruptedException;
  }

  private void withVisitor(Doing doing) throws IOException, InterruptedException {
    Optional<Visitor> visitor = visitors.someone();
    if (visitor.isEmpty()) {
      login(SeedData.username(TARGETS + 1 + random.nextInt(SeedData.USERS - TARGETS)));
      visitor = visitors.someone();
    }
    if (visitor.isPresent()) {
      doing.accept(visitor.get());
    }
  }

  private void browse() throws IOException, InterruptedException {
    Optional<Visitor> visitor = visitors.someone();
    String token = visitor.map(Visitor::token).orElse(null);
    String path =
        switch (random.nextInt(5)) {
          case 0 -> "/api/v1/shops";
          case 1 -> "/api/v1/shops/" + (1 + random.nextInt(SeedData.SHOPS)) + "/products";
          case 2 -> "/api/v1/products?q=" + encoded(SeedData.searchWord(random));
          default -> "/api/v1/products/" + randomProduct();
        };
    client.get(path, token, agent());
  }

  private void login(String username) throws IOException, InterruptedException {
    String agent = agent();
    Reply reply =
        client.post(
            "/api/v1/users/login",
            null,
            agent,
            Map.of("username", username, "password", SeedData.PASSWORD));
    if (reply.ok()) {
      visitors.enter(
          reply.body().path("userId").asLong(),
          reply.body().path("token").asText(),
          reply.body().path("level").asText(),
          agent);
    }
  }

  private void register() throws IOException, InterruptedException {
    String username = "new" + Long.toString(random.nextLong() >>> 20, 36);
    Reply reply =
        client.post(
            "/api/v1/users/register",
            null,
            agent(),
            Map.of(
                "username",
                username,
                "nickname",
                SeedData.nickname(random),
                "password",
                SeedData.PASSWORD));
    if (reply.ok()) {
      login(username);
    }
  }

  private void buy(Visitor visitor, long productId, int quantity)
      throws IOException, InterruptedException {
    Reply placed =
        client.post(
            "/api/v1/purchases",
            visitor.token(),
            visitor.userAgent(),
            Map.of("productId", productId, "quantity", quantity));
    leaveIfUnknown(visitor, placed);
    if (placed.ok()) {
      client.post(
          "/api/v1/purchases/" + placed.body().path("id").asLong() + "/pay",
          visitor.token(),
          visitor.userAgent(),
          Map.of("channel", SeedData.channel(random)));
    }
  }

  private void viewOrder(Visitor visitor) throws IOException, InterruptedException {
    Reply orders = get(visitor, "/api/v1/purchases");
    if (orders.ok() && orders.body().isArray() && orders.body().size() > 0) {
      int index = random.nextInt(orders.body().size());
      get(visitor, "/api/v1/purchases/" + orders.body().get(index).path("id").asLong());
    }
  }

  private void transfer(Visitor visitor) throws IOException, InterruptedException {
    long target = 1L + random.nextInt(SeedData.USERS);
    Reply reply =
        client.post(
            "/api/v1/points/transfer",
            visitor.token(),
            visitor.userAgent(),
            Map.of("toUserId", target, "amount", 1 + random.nextInt(20)));
    leaveIfUnknown(visitor, reply);
    if (reply.status() == 409) { // too few points: buys some for the next time
      points(visitor, "recharge", 50);
    }
  }

  private void points(Visitor visitor, String verb, int amount)
      throws IOException, InterruptedException {
    Reply reply =
        client.post(
            "/api/v1/points/" + verb,
            visitor.token(),
            visitor.userAgent(),
            Map.of("amount", amount));
    leaveIfUnknown(visitor, reply);
  }

  /// Asks for the next level; who has not spent enough for it first buys what is missing.
  private void upgrade() throws IOException, InterruptedException {
    Optional<Visitor> found = visitors.someoneOf(UPGRADING);
    if (found.isEmpty()) {
      register();
      return;
    }
    Visitor visitor = found.get();
    Reply prospect = get(visitor, "/api/v1/users/me/upgrade");
    if (!prospect.ok()) {
      return;
    }
    BigDecimal missing = prospect.body().path("missing").decimalValue();
    if (missing.signum() > 0) {
      BigDecimal packs =
          missing.divide(SeedData.PACK_PRICE, 0, RoundingMode.CEILING).min(BigDecimal.valueOf(99));
      buy(visitor, SeedData.PACK_PRODUCT, packs.intValue());
    }
    Reply upgraded =
        client.post("/api/v1/users/me/upgrade", visitor.token(), visitor.userAgent(), Map.of());
    if (upgraded.ok()) {
      visitors.forget(visitor);
    }
  }

  private void guessPassword() throws IOException, InterruptedException {
    client.postFrom(
        "203.0.113." + (1 + random.nextInt(4)),
        "/api/v1/users/login",
        Map.of(
            "username",
            SeedData.username(1 + random.nextInt(TARGETS)),
            "password",
            "guess-" + random.nextInt(100_000)));
  }

  private void injectSql() throws IOException, InterruptedException {
    String words = INJECTIONS.get(random.nextInt(INJECTIONS.size()));
    client.get("/api/v1/products?q=" + encoded(words), null, "sqlmap/1.8");
  }

  private void trespass(Visitor visitor) throws IOException, InterruptedException {
    if (random.nextInt(3) == 0) {
      get(visitor, "/api/v1/users");
    } else {
      get(visitor, "/api/v1/purchases/" + (1 + random.nextInt(50)));
    }
  }

  private Reply get(Visitor visitor, String path) throws IOException, InterruptedException {
    Reply reply = client.get(path, visitor.token(), visitor.userAgent());
    leaveIfUnknown(visitor, reply);
    return reply;
  }

  private void leaveIfUnknown(Visitor visitor, Reply reply) {
    if (reply.status() == 401) {
      visitors.forget(visitor);
    }
  }

  private long randomProduct() {
    return 1L + random.nextInt(SeedData.PRODUCTS);
  }

  private String agent() {
    return AGENTS.get(random.nextInt(AGENTS.size()));
  }

  private static String encoded(String words) {
    return URLEncoder.encode(words, StandardCharsets.UTF_8);
  }
}
