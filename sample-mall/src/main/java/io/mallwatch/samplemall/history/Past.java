package io.mallwatch.samplemall.history;

import io.mallwatch.samplemall.shop.SeedData;
import io.mallwatch.samplemall.traffic.Action;
import io.mallwatch.samplemall.traffic.Poisson;
import io.mallwatch.samplemall.traffic.TrafficShape;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// What happened in the mall before it was opened, step by step, from one seed: the database, the
/// metrics, the logs and the traces all tell the same story.
///
/// @param from when the story begins
/// @param to when it ends, excluded
/// @param shape how busy it was
record Past(Instant from, Instant to, TrafficShape shape) {
  /// How finely the story is told.
  static final Duration STEP = Duration.ofMinutes(5);

  private static final double DECLINED = 0.012;
  private static final double BUYS_PACKS = 0.85;
  private static final long SEED = 20251118;

  /// One order of the past.
  record Sale(Instant at, int buyerId, SeedData.Basket basket, String channel, boolean paid) {}

  /// What happened within one step, which began at `start`.
  record Chapter(Instant start, Map<Action, Integer> counts, List<Sale> sales) {
    Instant end() {
      return start.plus(STEP);
    }

    int count(Action action) {
      return counts.getOrDefault(action, 0);
    }
  }

  /// Tells the story in order; the same each time.
  void tell(Consumer<Chapter> listener) {
    var random = new SplittableRandom(SEED);
    for (Instant start = from; start.plus(STEP).compareTo(to) <= 0; start = start.plus(STEP)) {
      listener.accept(chapter(start, random));
    }
  }

  private Chapter chapter(Instant start, SplittableRandom random) {
    Map<Action, Integer> counts = new EnumMap<>(Action.class);
    Instant middle = start.plus(STEP.dividedBy(2));
    for (Action action : Action.values()) {
      double expected = shape.perMinute(action, middle) * STEP.toMinutes();
      counts.put(action, Poisson.draw(expected, random));
    }
    int orders = counts.getOrDefault(Action.ORDER, 0);
    List<Sale> sales = new ArrayList<>(orders);
    for (int i = 0; i < orders; i++) {
      Instant at = start.plusMillis(STEP.toMillis() * i / orders);
      sales.add(sale(at, SeedData.Basket.draw(random), random));
    }
    for (int i = counts.getOrDefault(Action.UPGRADE, 0); i > 0; i--) {
      if (random.nextDouble() < BUYS_PACKS) {
        sales.add(sale(middle, packs(random.nextDouble()), random));
      }
    }
    return new Chapter(start, counts, sales);
  }

  private static Sale sale(Instant at, SeedData.Basket basket, SplittableRandom random) {
    return new Sale(
        at,
        1 + random.nextInt(SeedData.USERS),
        basket,
        SeedData.channel(random),
        random.nextDouble() >= DECLINED);
  }

  /// Gift packs for the next level: the lower the level, the more members and the fewer packs.
  private static SeedData.Basket packs(double chance) {
    int quantity = chance < 0.68 ? 1 : chance < 0.90 ? 4 : 9;
    return new SeedData.Basket(SeedData.PACK_PRODUCT, quantity);
  }
}
