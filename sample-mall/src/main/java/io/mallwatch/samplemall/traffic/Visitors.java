package io.mallwatch.samplemall.traffic;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Who is in the mall now: customers who logged in within the last [#STAY].
final class Visitors {
  /// How long a customer stays.
  static final Duration STAY = Duration.ofMinutes(6);

  private static final int MAX = 5000;

  /// A customer in the mall.
  record Visitor(long userId, String token, String level, String userAgent, Instant since) {}

  private final InstantSource clock;
  private final RandomGenerator random;
  private final List<Visitor> present = new ArrayList<>(); // guarded by this

  Visitors(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  synchronized void enter(long userId, String token, String level, String userAgent) {
    leave();
    if (present.size() < MAX) {
      present.add(new Visitor(userId, token, level, userAgent, clock.instant()));
    }
  }

  /// Someone, if anyone is there.
  synchronized Optional<Visitor> someone() {
    leave();
    return present.isEmpty()
        ? Optional.empty()
        : Optional.of(present.get(random.nextInt(present.size())));
  }

  /// Someone whose level is not beyond `levels`, of at most twenty that are looked at.
  synchronized Optional<Visitor> someoneOf(List<String> levels) {
    for (int tries = 0; tries < 20; tries++) {
      Optional<Visitor> candidate = someone();
      if (candidate.isEmpty() || levels.contains(candidate.get().level())) {
        return candidate;
      }
    }
    return Optional.empty();
  }

  /// The visitor's session or level is no longer what it was.
  synchronized void forget(Visitor visitor) {
    present.remove(visitor);
  }

  private void leave() {
    Instant oldest = clock.instant().minus(STAY);
    present.removeIf(visitor -> visitor.since().isBefore(oldest));
  }
}
