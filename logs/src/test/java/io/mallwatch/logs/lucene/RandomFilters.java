package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.testkit.Gen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Entries and filters that often meet: few values, few words.
public final class RandomFilters {

  private static final List<String> WORDS =
      List.of(
          "支付失败",
          "支付成功",
          "付款",
          "订单",
          "失",
          "败",
          "，",
          "order-service",
          "OrderService",
          "SF1000000001",
          "timeout",
          "10.0.3.17",
          "/api/orders",
          "é",
          "user_id");
  private static final List<String> VALUES = List.of("a", "b", "A", "上海", "5", "5.5", "", "a b");
  private static final List<String> KEYWORDS =
      List.of("service", "category", "action", "userId", "requestId", "traceId", "tags", "level");
  private static final List<String> PATHS =
      List.of("data.p0", "data.p1", "data.p2", "data.p3", "data.o.x", "data.o", "data.late");
  private static final List<String> TEXTS = List.of("", "message", "error.message");

  private RandomFilters() {}

  public static Gen<LogEntry> entries(Instant from, int seconds) {
    return random -> {
      LogEntry.Builder entry =
          LogEntry.builder(
              from.plusSeconds(random.nextInt(seconds)),
              Gen.oneOf(List.of(LogLevel.values())).next(random),
              value(random),
              sentence(random));
      if (random.nextBoolean()) {
        entry.category(value(random)).action(value(random));
      }
      if (random.nextBoolean()) {
        entry.userId(value(random)).requestId(value(random)).traceId(value(random));
      }
      if (random.nextInt(3) == 0) {
        String stack = random.nextBoolean() ? sentence(random) : null;
        entry.error(new LogEntry.LogError(value(random), sentence(random), stack));
      }
      entry.tags(Gen.lists(RandomFilters::value, 3).next(random));
      if (random.nextBoolean()) {
        entry.durationMillis(random.nextInt(-2, 8) / 2.0);
      }
      for (int i = 0; i < 4; i++) {
        if (random.nextBoolean()) {
          entry.data("p" + i, leaf(random));
        }
      }
      if (random.nextInt(3) == 0) {
        entry.data("o", Map.of("x", List.of(leaf(random), leaf(random))));
      }
      if (random.nextInt(3) == 0) {
        entry.data("late", leaf(random));
      }
      return entry.build();
    };
  }

  private static Object leaf(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> (long) random.nextInt(-3, 7);
      case 1 -> random.nextInt(-6, 14) / 2.0;
      case 2 -> random.nextBoolean();
      default -> value(random);
    };
  }

  private static String value(RandomGenerator random) {
    return Gen.oneOf(VALUES).next(random);
  }

  private static String sentence(RandomGenerator random) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      out.append(Gen.oneOf(WORDS).next(random)).append(random.nextBoolean() ? " " : "");
    }
    return out.toString();
  }

  public static LogFilter filter(RandomGenerator random, int depth) {
    int kind = random.nextInt(depth > 0 ? 12 : 9);
    return switch (kind) {
      case 0 -> new LogFilter.Words(Gen.oneOf(TEXTS).next(random), sentence(random));
      case 1 -> new LogFilter.Phrase(Gen.oneOf(TEXTS).next(random), sentence(random));
      case 2 -> new LogFilter.Equal(field(random), operand(random));
      case 3 -> new LogFilter.In(field(random), List.of(operand(random), operand(random)));
      case 4 ->
          random.nextBoolean()
              ? new LogFilter.Prefix(Gen.oneOf(TEXTS).next(random), sentence(random).strip())
              : new LogFilter.Prefix(field(random), value(random));
      case 5 ->
          new LogFilter.Range(
              random.nextBoolean() ? "durationMillis" : Gen.oneOf(PATHS).next(random),
              random.nextInt(4) == 0 ? null : random.nextInt(-4, 8) / 2.0,
              random.nextBoolean(),
              random.nextInt(4) == 0 ? null : random.nextInt(-4, 8) / 2.0,
              random.nextBoolean());
      case 6 -> new LogFilter.Exists(field(random));
      case 7 ->
          switch (random.nextInt(3)) {
            case 0 -> new LogFilter.All();
            case 1 -> new LogFilter.Equal("durationMillis", operand(random));
            default ->
                new LogFilter.Equal(
                    List.of("message", "error.message", "error.stack").get(random.nextInt(3)),
                    sentence(random));
          };
      case 8 -> lately(random);
      case 9 -> new LogFilter.And(some(random, depth));
      case 10 -> new LogFilter.Or(some(random, depth));
      default -> new LogFilter.Not(filter(random, depth - 1));
    };
  }

  private static LogFilter lately(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 ->
          new LogFilter.Like(
              random.nextBoolean() ? Gen.oneOf(TEXTS).next(random) : field(random),
              Gen.oneOf(List.of(LogFilter.Form.values())).next(random),
              Gen.oneOf(List.of("o*", "*r*", "a?c", ".*e.*", "order", "inf", "[a-o]+"))
                  .next(random)
                  .replaceFirst("^\\*", ""),
              random.nextBoolean(),
              random.nextInt(3));
      case 1 ->
          new LogFilter.Near(Gen.oneOf(TEXTS).next(random), sentence(random), random.nextInt(3));
      case 2 ->
          new LogFilter.Between(
              field(random),
              random.nextBoolean() ? null : value(random),
              random.nextBoolean(),
              random.nextBoolean() ? null : value(random),
              random.nextBoolean());
      default ->
          new LogFilter.AtLeast(
              random.nextInt(4),
              List.of(
                  new LogFilter.Equal(field(random), operand(random)),
                  new LogFilter.Exists(field(random)),
                  new LogFilter.Words(Gen.oneOf(TEXTS).next(random), sentence(random))));
    };
  }

  private static List<LogFilter> some(RandomGenerator random, int depth) {
    return Gen.lists(r -> filter(r, depth - 1), 3).next(random);
  }

  private static String field(RandomGenerator random) {
    return random.nextBoolean() ? Gen.oneOf(KEYWORDS).next(random) : Gen.oneOf(PATHS).next(random);
  }

  private static String operand(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> Gen.oneOf(List.of("info", "error", "true", "2", "-1", "0.5")).next(random);
      default -> value(random);
    };
  }
}
