package io.mallwatch.monitors.security;

import io.mallwatch.monitors.security.SecurityEvent.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Detections in which one thing follows another: `AUTH-6` to `AUTH-9`, `ACL-4`, and what an
/// application tells of itself.
final class Sequences implements Detector {

  private static final Duration AFTER_ATTACK = Duration.ofMinutes(30);
  private static final Duration AFTER_CHANGE = Duration.ofHours(1);
  private static final Duration KNOWN_FOR = Duration.ofDays(90);
  private static final double MAX_KMH = 900;
  private static final double MIN_KM = 500;
  private static final int MAX_DEVICES = 20;
  private static final Set<Detection> ATTACKS =
      Set.of(
          Catalogue.BRUTE_FORCE_ACCOUNT,
          Catalogue.BRUTE_FORCE_SOURCE,
          Catalogue.STUFFING,
          Catalogue.SPRAY,
          Catalogue.DISTRIBUTED);

  /// Where and when a user logged in last.
  private record Visit(Instant at, Place place) {}

  private final Bounded<String, Instant> attacked = new Bounded<>(CountDetector.MAX_KEYS);
  private final Bounded<String, Instant> changed = new Bounded<>(CountDetector.MAX_KEYS);
  private final Bounded<String, Visit> visits = new Bounded<>(10_000);
  private final Bounded<String, Bounded<String, Instant>> devices =
      new Bounded<>(CountDetector.MAX_KEYS);

  /// An attack on, or from, `subject` was found.
  void attacked(Detection detection, String subject, Instant at) {
    if (ATTACKS.contains(detection)) {
      attacked.put(subject, at);
    }
  }

  @Override
  public void see(SecurityEvent event, Found found) {
    switch (event.kind()) {
      case LOGIN -> {
        if (event.success()) {
          afterAttack(event, found);
          travel(event, found);
          device(event, found);
        }
      }
      case CREDENTIAL_CHANGE -> {
        if (event.success() && !event.user().isEmpty()) {
          changed.put(event.user(), event.at());
        }
      }
      case WITHDRAWAL -> {
        if (isWithin(changed.get(event.user()), event.at(), AFTER_CHANGE)) {
          report(Catalogue.CHANGE_THEN_WITHDRAW, Level.HIGH, event.user(), event, found);
        }
      }
      case ROLE_CHANGE -> roleChange(event, found);
      case REPORT ->
          report(
              Catalogue.REPORTED,
              Level.WARNING,
              event.origin().isEmpty() ? event.entry().service() : event.origin(),
              event,
              found);
      case REGISTRATION, ACCESS, REQUEST, EXPORT, PROFILE_VIEW, TRANSFER, OTHER -> {}
    }
  }

  private void afterAttack(SecurityEvent event, Found found) {
    for (String subject : List.of(event.user(), event.ip())) {
      if (isWithin(attacked.get(subject), event.at(), AFTER_ATTACK)) {
        String taken = event.user().isEmpty() ? event.ip() : event.user();
        report(Catalogue.SUCCESS_AFTER_ATTACK, Level.CRITICAL, taken, event, found);
        return;
      }
    }
  }

  private void travel(SecurityEvent event, Found found) {
    Place here = event.place();
    if (here == null || event.user().isEmpty()) {
      return;
    }
    Visit last = visits.put(event.user(), new Visit(event.at(), here));
    if (last == null) {
      return;
    }
    double kilometres = last.place().kilometresTo(here);
    double hours = Duration.between(last.at(), event.at()).abs().toSeconds() / 3600.0;
    if (kilometres > MIN_KM && kilometres > MAX_KMH * hours) {
      report(Catalogue.IMPOSSIBLE_TRAVEL, Level.HIGH, event.user(), event, found);
    }
  }

  private void device(SecurityEvent event, Found found) {
    if (!event.isPrivileged() || event.user().isEmpty() || event.ip().isEmpty()) {
      return;
    }
    boolean first = !devices.containsKey(event.user());
    Bounded<String, Instant> known =
        devices.computeIfAbsent(event.user(), _ -> new Bounded<>(MAX_DEVICES));
    boolean address = isWithin(known.put("ip " + event.ip(), event.at()), event.at(), KNOWN_FOR);
    boolean agent =
        isWithin(known.put("device " + event.device(), event.at()), event.at(), KNOWN_FOR);
    if (!first && !address && !agent) {
      report(Catalogue.NEW_DEVICE, Level.HIGH, event.user(), event, found);
    }
  }

  private static void roleChange(SecurityEvent event, Found found) {
    String to = event.object().toLowerCase(Locale.ROOT);
    boolean high = to.contains("admin") || to.contains("director") || to.equals("董事");
    Map<String, Object> data = event.entry().data();
    boolean accounted =
        !EventReader.first(data, "orderId", "approvalId", "approvedBy", "ticket").isEmpty();
    if (high && !accounted) {
      report(Catalogue.ROLE_CHANGE, Level.CRITICAL, event.user(), event, found);
    }
  }

  private static boolean isWithin(@Nullable Instant earlier, Instant at, Duration limit) {
    return earlier != null
        && !earlier.isAfter(at)
        && Duration.between(earlier, at).compareTo(limit) <= 0;
  }

  private static void report(
      Detection detection, Level level, String subject, SecurityEvent event, Found found) {
    if (!subject.isEmpty()) {
      found.found(detection, level, subject, List.of(event.source()));
    }
  }
}
