package io.mallwatch.logs.pattern;

import java.util.List;
import java.util.random.RandomGenerator;

/// Lines as a mall writes them, each with the number of the template it was made from.
final class MallLines {

  /// `{o}` order, `{n}` number, `{u}` user name, `{i}` address, `{x}` uuid, `{h}` hex, `{t}` time,
  /// `{m}` amount, `{c}` Chinese city, `{q}` quoted text, `{l}` list of numbers, `{k}` masked
  /// phone.
  static final List<String> TEMPLATES =
      List.of(
          "Order {o} created by user {n} amount={m} items={n}",
          "Order {o} paid by user {n} amount={m} channel=alipay",
          "Order {o} cancelled by user {n} reason=timeout",
          "订单{o}支付失败，错误码：{n}",
          "订单{o}支付成功，金额：{m}",
          "订单 {o} 已发货，运单号 SF{n}",
          "用户{n}登录成功，来源 {i}",
          "用户{n}登录失败，来源 {i}，原因：密码错误",
          "user {u} logged in from {i}",
          "user {u} logged out after {n} s",
          "cart of {u} has {n} items worth {m}",
          "GET /api/orders/{n} 200 {n}ms trace={h}",
          "GET /api/products/{n}/reviews 200 {n}ms trace={h}",
          "POST /api/payments 502 {n}ms trace={h}",
          "Connection to {i}:{n} refused, retry {n} of 5",
          "HikariPool-1 - Connection is not available, request timed out after {n}ms.",
          "slow query {q} took {n} ms on table orders",
          "cache miss for key {q} in region products",
          "Refund {x} of order {o} approved by {u}",
          "Refund {x} of order {o} rejected by {u}",
          "inventory check for skus [{l}] finished in {n} ms",
          "发送短信到 {k} 失败：渠道超时 {n}ms",
          "库存不足：商品 {n} 剩余 {n} 件",
          "定时任务 settle-{n} 开始执行",
          "定时任务 settle-{n} 执行完毕，耗时 {n} 毫秒",
          "{t} checkpoint {n} written to /data/wal/{n}.seg",
          "java.lang.IllegalStateException: no stock for {n}",
          "java.net.SocketTimeoutException: Read timed out after {n}",
          "{\"event\":\"checkout\",\"order\":\"{o}\",\"total\":{m},\"ok\":true}",
          "coupon {h} expired at {t}");

  private static final List<String> NAMES =
      List.of(
          "alice",
          "bob",
          "carol",
          "dave",
          "erin",
          "frank",
          "grace",
          "heidi",
          "ivan",
          "judy",
          "mallory",
          "niaj",
          "olivia",
          "peggy",
          "rupert",
          "sybil",
          "trent",
          "victor",
          "walter",
          "wendy",
          "zhangsan",
          "lisi",
          "wangwu",
          "zhaoliu",
          "sunqi",
          "zhouba",
          "wujiu");

  private MallLines() {}

  static String line(int template, RandomGenerator random) {
    String text = TEMPLATES.get(template);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '{' && i + 2 < text.length() && text.charAt(i + 2) == '}') {
        out.append(value(text.charAt(i + 1), random));
        i += 2;
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  private static String value(char kind, RandomGenerator random) {
    return switch (kind) {
      case 'o' -> "ORD%016d".formatted(random.nextLong(1L << 50));
      case 'n' -> Integer.toString(random.nextInt(100_000));
      case 'u' -> NAMES.get(random.nextInt(NAMES.size()));
      case 'i' ->
          "10.%d.%d.%d".formatted(random.nextInt(256), random.nextInt(256), random.nextInt(256));
      case 'x' -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
      case 'h' -> "%016x".formatted(random.nextLong() | 1L << 40);
      case 't' ->
          "2026-11-%02dT%02d:00:00.%03dZ"
              .formatted(1 + random.nextInt(28), random.nextInt(24), random.nextInt(1000));
      case 'm' -> "%d.%02d".formatted(random.nextInt(1000), random.nextInt(100));
      case 'q' ->
          "\""
              + "select * from t ".repeat(1 + random.nextInt(3)).strip()
              + " "
              + NAMES.get(random.nextInt(NAMES.size()))
              + "\"";
      case 'l' ->
          String.join(
              ", ",
              random.ints(1 + random.nextInt(6), 0, 999).mapToObj(Integer::toString).toList());
      default -> "138****%04d".formatted(random.nextInt(10_000));
    };
  }
}
