package io.mallwatch.benchmarks.sidebyside;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;

/// The lines of a mall with twelve services, as bulk bodies: about 517 bytes a line, as JSON, with
/// Chinese and English messages, request, trace and order numbers, numbers to be counted and, now
/// and then, a stack trace. The same seed gives the same lines.
public final class MallEntries {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu.MM.dd").withZone(ZoneOffset.UTC);
  private static final String[] SERVICES = {
    "order-service", "payment-service", "user-service", "points-service", "product-service",
    "cart-service", "inventory-service", "gateway", "search-service", "coupon-service",
    "delivery-service", "notification-service"
  };
  private static final String[] CATEGORIES = {
    "business_transaction", "user_activity", "system", "security_audit"
  };
  private static final String[] ACTIONS = {
    "purchase_order",
    "login",
    "level_upgrade",
    "points_transfer",
    "add_to_cart",
    "refund",
    "search",
    "coupon_redeem"
  };
  private static final String[] MESSAGES = {
    "订单 SF%d 支付成功，用户 U%d 使用微信支付，金额 %d.50 元",
    "用户 U%2$d 登录成功，来自 %3$d 号会话",
    "库存扣减完成 sku=SKU-%3$d order=SF%1$d",
    "GET /api/orders/%3$d completed in %3$d ms for user U%2$d",
    "points transfer from U%2$d accepted, amount %3$d, order SF%1$d",
    "Cache miss for product:%3$d, loading from database",
    "优惠券核销成功：订单 SF%1$d，减免 %3$d 元",
    "Calling OrderService.createOrder with %3$d items for user U%2$d"
  };
  private static final String[] FAILURES = {
    "订单 SF%d 支付失败：余额不足，用户 U%d，还差 %d 元",
    "Connection to inventory-service timed out after %3$d ms, order SF%1$d",
    "库存不足，无法创建订单 SF%1$d，用户 U%2$d"
  };
  private static final String STACK =
      "com.zhongdao.mall.PaymentException: 余额不足\\n"
          + "\\tat com.zhongdao.mall.payment.WalletService.debit(WalletService.java:118)\\n"
          + "\\tat com.zhongdao.mall.order.OrderService.pay(OrderService.java:87)\\n"
          + "\\tat com.zhongdao.mall.order.OrderController.submit(OrderController.java:45)";

  private final Random random;
  private final Instant start;
  private final long stepMicros;
  private long made;

  /// @param start time of the first line
  /// @param stepMicros from one line to the next
  public MallEntries(long seed, Instant start, long stepMicros) {
    this.random = new Random(seed);
    this.start = start;
    this.stepMicros = stepMicros;
  }

  /// The next `count` lines as a bulk body.
  public byte[] bulk(int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(count * 600);
    for (int i = 0; i < count; i++) {
      Instant at = start.plusNanos(made++ * stepMicros * 1_000);
      out.writeBytes(
          ("{\"create\":{\"_index\":\"zhongdao-mall-logs-"
                  + DAY.format(at)
                  + "\"}}\n"
                  + line(at)
                  + "\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private String line(Instant at) {
    int dice = random.nextInt(100);
    boolean failed = dice < 3;
    String level = failed ? "error" : dice < 10 ? "warn" : dice < 85 ? "info" : "debug";
    long order = 1_000_000_000L + random.nextInt(900_000_000);
    int user = 1 + (int) Math.abs(random.nextGaussian() * 8_000);
    int number = random.nextInt(500);
    String[] texts = failed ? FAILURES : MESSAGES;
    StringBuilder out = new StringBuilder(640);
    out.append("{\"@timestamp\":\"").append(TIME.format(at));
    out.append("\",\"level\":\"").append(level);
    out.append("\",\"service\":\"").append(SERVICES[random.nextInt(SERVICES.length)]);
    out.append("\",\"requestId\":\"req-").append(hex(16));
    out.append("\",\"userId\":\"U").append(user);
    out.append("\",\"traceId\":\"").append(hex(32));
    out.append("\",\"category\":\"").append(CATEGORIES[random.nextInt(CATEGORIES.length)]);
    out.append("\",\"action\":\"").append(ACTIONS[random.nextInt(ACTIONS.length)]);
    out.append("\",\"message\":\"")
        .append(String.format(texts[random.nextInt(texts.length)], order, user, number));
    out.append("\",\"duration\":").append(1 + random.nextInt(2_000));
    out.append(",\"tags\":[\"mall\",\"zone-").append(random.nextInt(3)).append("\"]");
    out.append(",\"data\":{\"orderId\":\"SF").append(order);
    out.append("\",\"amount\":").append(number).append(".5");
    out.append(",\"ip\":\"10.").append(random.nextInt(4)).append('.').append(random.nextInt(256));
    out.append('.').append(random.nextInt(256));
    out.append("\",\"path\":\"/api/v1/").append(ACTIONS[random.nextInt(ACTIONS.length)]);
    out.append("\",\"status\":").append(failed ? 500 : 200);
    out.append(",\"region\":\"cn-hangzhou\"");
    out.append(",\"instance\":\"pod-").append(random.nextInt(24)).append("\"}");
    if (failed) {
      out.append(",\"error\":{\"name\":\"PaymentException\",\"message\":\"余额不足\",\"stack\":\"")
          .append(STACK)
          .append("\"}");
    }
    return out.append('}').toString();
  }

  private String hex(int digits) {
    StringBuilder out = new StringBuilder(digits);
    for (int i = 0; i < digits; i += 16) {
      out.append("%016x".formatted(random.nextLong()));
    }
    return out.toString();
  }
}
