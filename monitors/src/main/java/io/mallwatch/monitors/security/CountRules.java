package io.mallwatch.monitors.security;

import io.mallwatch.monitors.security.SecurityEvent.Kind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The detections that count, with their thresholds.
final class CountRules {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  static final List<CountRule> ALL =
      List.of(
          rule(Catalogue.BRUTE_FORCE_ACCOUNT, Kind.LOGIN, SecurityEvent::user)
              .failed()
              .within(10, 40)
              .by(seen ->
                  seen.count() >= 30 ? Level.HIGH : seen.count() >= 10 ? Level.WARNING : null),
          rule(Catalogue.BRUTE_FORCE_SOURCE, Kind.LOGIN, SecurityEvent::ip)
              .failed()
              .within(5, 30)
              .by(seen -> seen.count() >= 20 ? Level.WARNING : null),
          rule(Catalogue.STUFFING, Kind.LOGIN, SecurityEvent::ip)
              .failed()
              .apart(SecurityEvent::user)
              .within(15, 100)
              .by(CountRules::stuffing),
          rule(Catalogue.SPRAY, Kind.LOGIN, SecurityEvent::ip)
              .failed()
              .apart(SecurityEvent::user)
              .within(60, 100)
              .by(CountRules::spray),
          rule(Catalogue.DISTRIBUTED, Kind.LOGIN, SecurityEvent::user)
              .failed()
              .apart(SecurityEvent::ip)
              .within(30, 60)
              .by(seen -> seen.count() >= 10 && seen.distinct() >= 5 ? Level.HIGH : null),
          rule(Catalogue.ONE_DEVICE_MANY, Kind.REGISTRATION, SecurityEvent::ip)
              .within(60, 40)
              .by(seen -> seen.count() >= 20 ? Level.WARNING : null),
          rule(Catalogue.ONE_DEVICE_MANY, Kind.LOGIN, CountRules::ownDevice)
              .apart(SecurityEvent::user)
              .within(60, 40)
              .by(seen -> seen.distinct() >= 5 ? Level.WARNING : null),
          rule(Catalogue.DENIED_BURST, Kind.ACCESS, SecurityEvent::user)
              .failed()
              .within(5, 20)
              .by(seen -> seen.count() >= 5 ? Level.WARNING : null),
          rule(Catalogue.VERTICAL, Kind.ACCESS, SecurityEvent::user)
              .only(event -> !event.success() && !event.isPrivileged() && isAdministration(event))
              .within(10, 20)
              .by(seen -> seen.count() >= 3 ? Level.HIGH : null),
          rule(Catalogue.OBJECT_WALK, Kind.REQUEST, SecurityEvent::origin)
              .only(event -> isRefused(event) && hasNumber(event.object()))
              .apart(SecurityEvent::object)
              .within(10, 60)
              .by(seen -> seen.distinct() >= 20 ? Level.HIGH : null),
          rule(Catalogue.FUZZING, Kind.REQUEST, SecurityEvent::origin)
              .only(CountRules::isRefused)
              .apart(SecurityEvent::object)
              .within(10, 250)
              .by(seen -> seen.count() >= 200 && seen.distinct() >= 100 ? Level.WARNING : null),
          rule(Catalogue.BULK_EXPORT, Kind.EXPORT, SecurityEvent::user)
              .only(SecurityEvent::success)
              .within(60, 40)
              .by(seen -> seen.count() >= 3 || seen.amount() >= 10_000 ? Level.HIGH : null),
          rule(Catalogue.SCRAPING, Kind.PROFILE_VIEW, SecurityEvent::user)
              .apart(SecurityEvent::object)
              .within(60, 300)
              .by(seen -> seen.count() >= 200 && seen.distinct() >= 200 ? Level.HIGH : null),
          rule(Catalogue.TRANSFER_VELOCITY, Kind.TRANSFER, SecurityEvent::user)
              .only(SecurityEvent::success)
              .within(60, 20)
              .by(seen -> seen.count() >= 10 ? Level.HIGH : null),
          rule(Catalogue.TRANSFER_VELOCITY, Kind.TRANSFER, SecurityEvent::object)
              .only(SecurityEvent::success)
              .apart(SecurityEvent::user)
              .within(60, 40)
              .by(seen -> seen.distinct() >= 10 ? Level.HIGH : null));

  private CountRules() {}

  private static Draft rule(Detection detection, Kind kind, Function<SecurityEvent, String> key) {
    return new Draft(detection, kind, key, _ -> true, _ -> "", MINUTE, 1);
  }

  /// A rule while it is written.
  private record Draft(
      Detection detection,
      Kind kind,
      Function<SecurityEvent, String> key,
      Predicate<SecurityEvent> counts,
      Function<SecurityEvent, String> distinct,
      Duration window,
      int most) {

    Draft failed() {
      return only(event -> !event.success());
    }

    Draft only(Predicate<SecurityEvent> which) {
      return new Draft(detection, kind, key, which, distinct, window, most);
    }

    Draft apart(Function<SecurityEvent, String> what) {
      return new Draft(detection, kind, key, counts, what, window, most);
    }

    Draft within(int minutes, int kept) {
      return new Draft(detection, kind, key, counts, distinct, MINUTE.multipliedBy(minutes), kept);
    }

    CountRule by(Function<Window, @Nullable Level> verdict) {
      return new CountRule(
          detection, EnumSet.of(kind), counts, key, distinct, window, most, verdict);
    }
  }

  private static @Nullable Level stuffing(Window seen) {
    if (seen.count() < 25) {
      return null;
    }
    Map<String, Integer> tally = seen.tally();
    long few = tally.values().stream().filter(tries -> tries <= 2).count();
    return tally.size() >= 15 && few >= 0.8 * tally.size() ? Level.HIGH : null;
  }

  private static @Nullable Level spray(Window seen) {
    if (seen.count() < 15) {
      return null;
    }
    long sprayed = seen.tally().values().stream().filter(tries -> tries >= 2 && tries <= 6).count();
    return sprayed >= 5 ? Level.HIGH : null;
  }

  /// A user agent is shared by many people, an id of a device is not.
  private static String ownDevice(SecurityEvent event) {
    return EventReader.first(event.entry().data(), "deviceId", "device_id", "deviceInfo.deviceId");
  }

  private static boolean isRefused(SecurityEvent event) {
    return event.status() == 403 || event.status() == 404;
  }

  private static boolean hasNumber(String path) {
    for (int i = 0; i < path.length() && path.charAt(i) != '?'; i++) {
      if (path.charAt(i) >= '0' && path.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }

  private static boolean isAdministration(SecurityEvent event) {
    String object = event.object();
    return object.contains("admin")
        || object.contains("manage")
        || object.contains("users")
        || object.contains("settings")
        || object.contains("audit");
  }
}
