package io.mallwatch.alerts.notify;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Whether there is something to tell, by Alertmanager's rules.
final class Dedup {

  private Dedup() {}

  /// Whether a channel is to be told `now`.
  ///
  /// @param before what it was told last
  /// @param repeat after which the same is told again
  static boolean isDue(
      Optional<NotificationLog.Entry> before,
      NotificationLog.Entry now,
      Duration repeat,
      boolean sendResolved) {
    if (before.isEmpty()) {
      return !now.firing().isEmpty();
    }
    Set<String> told = before.get().firing();
    if (!told.containsAll(now.firing())) {
      return true;
    }
    if (now.firing().isEmpty()) {
      return !told.isEmpty();
    }
    if (sendResolved && !before.get().resolved().containsAll(now.resolved())) {
      return true;
    }
    return before.get().at().isBefore(now.at().minus(repeat));
  }

  /// Whether listeners have not heard this yet; they are not told again after a while.
  static boolean isNews(Optional<NotificationLog.Entry> before, NotificationLog.Entry now) {
    return isDue(before, now, Duration.ofDays(36_500), true);
  }
}
