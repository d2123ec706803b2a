package io.mallwatch.samplemall.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mallwatch.samplemall.history.Past.Chapter;
import io.mallwatch.samplemall.history.Past.Sale;
import io.mallwatch.samplemall.shop.SeedData;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/// A few hundred log lines a day of the past, in the mall's format, as bulk lines: some of the
/// orders, log-ins, permission checks, and now and then a warning or an error.
final class PastLogs {
  private static final long SEED = 11;
  private static final DateTimeFormatter INDEX =
      DateTimeFormatter.ofPattern("'zhongdao-mall-logs-'yyyy.MM.dd", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final ObjectMapper json;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final StringBuilder bulk = new StringBuilder();

  PastLogs(ObjectMapper json) {
    this.json = json;
  }

  /// Adds what little of a chapter was kept.
  void add(Chapter chapter) {
    if (!chapter.sales().isEmpty()) {
      order(chapter.sales().get(random.nextInt(chapter.sales().size())));
    }
    Instant at = chapter.start().plusMillis(random.nextInt(200_000));
    double chance = random.nextDouble();
    if (chance < 0.4) {
      login(at);
    } else if (chance < 0.55) {
      permission(at);
    } else if (chance < 0.60) {
      slowRequest(at);
    } else if (chance < 0.615) {
      paymentError(at);
    }
  }

  private void order(Sale sale) {
    ObjectNode line = line(sale.at(), "info", "Purchase order created");
    line.put("category", "business_transaction").put("action", "purchase_order");
    line.put("userId", Integer.toString(sale.buyerId()));
    ObjectNode data = line.putObject("data");
    data.put("buyerId", Integer.toString(sale.buyerId()));
    data.put("sellerId", "shop-" + SeedData.shopOf(sale.basket().productId()));
    data.put("amount", sale.basket().amount()).put("status", "created");
    append(sale.at(), line);
  }

  private void login(Instant at) {
    ObjectNode line = line(at, "info", "User login attempt");
    line.put("category", "user_activity").put("action", "login").put("userId", someone());
    line.putObject("data").put("success", random.nextDouble() < 0.98);
    append(at, line);
  }

  private void permission(Instant at) {
    ObjectNode line = line(at, "info", "Permission check");
    line.put("category", "security_audit").put("action", "permission_check");
    line.put("userId", someone());
    line.putObject("data")
        .put("resource", "purchase_order")
        .put("attemptedAction", "read")
        .put("granted", random.nextDouble() < 0.995);
    append(at, line);
  }

  private void slowRequest(Instant at) {
    ObjectNode line = line(at, "warn", "Slow API request");
    line.put("duration", 2000 + random.nextInt(1500));
    line.putObject("data").put("method", "GET").put("route", "/api/v1/purchases");
    append(at, line);
  }

  private void paymentError(Instant at) {
    ObjectNode line = line(at, "error", "支付网关超时: payment gateway timed out");
    line.put("category", "application").put("action", "payment_failed").put("userId", someone());
    line.putObject("error")
        .put("name", "io.mallwatch.samplemall.shop.PaymentFailed")
        .put("message", "支付网关超时: payment gateway timed out");
    append(at, line);
  }

  private ObjectNode line(Instant at, String level, String message) {
    ObjectNode line = json.createObjectNode();
    line.put("timestamp", DateTimeFormatter.ISO_INSTANT.format(at));
    line.put("level", level).put("service", "sample-mall").put("message", message);
    line.put("requestId", "h-" + Long.toHexString(random.nextLong()));
    line.putArray("tags").add("demo");
    return line;
  }

  private String someone() {
    return Integer.toString(1 + random.nextInt(SeedData.USERS));
  }

  private void append(Instant at, ObjectNode line) {
    bulk.append("{\"create\":{\"_index\":\"").append(INDEX.format(at)).append("\"}}\n");
    bulk.append(line).append('\n');
  }

  /// Takes the lines made so far and begins anew.
  String take() {
    String taken = bulk.toString();
    bulk.setLength(0);
    return taken;
  }
}
