package io.mallwatch.starter.business;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Who was seen lately. Bounded: past [#MAX_USERS] distinct users, forgotten ones make room first
/// and new ones are then no longer added.
public final class ActiveUsers {
  static final int MAX_USERS = 200_000;
  private final InstantSource clock;
  private final Duration window;
  private final Map<String, Instant> lastSeen = new ConcurrentHashMap<>();

  /// @param window how long a user counts as active after a request
  public ActiveUsers(InstantSource clock, Duration window) {
    this.clock = clock;
    this.window = window;
  }

  /// Notes that `userId` did something now.
  public void seen(String userId) {
    if (lastSeen.size() >= MAX_USERS && !lastSeen.containsKey(userId)) {
      forget();
      if (lastSeen.size() >= MAX_USERS) {
        return;
      }
    }
    lastSeen.put(userId, clock.instant());
  }

  /// How many distinct users were seen within the window.
  public int count() {
    forget();
    return lastSeen.size();
  }

  private void forget() {
    Instant oldest = clock.instant().minus(window);
    lastSeen.values().removeIf(oldest::isAfter);
  }
}
