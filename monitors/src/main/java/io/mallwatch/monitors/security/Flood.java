package io.mallwatch.monitors.security;

import io.mallwatch.monitors.security.SecurityEvent.Kind;
import java.util.List;

/// [Catalogue#FLOOD]: requests of one address in a minute, counted by ten seconds. A request counts
/// where its answer is logged; this machine itself, often a proxy, is left out.
final class Flood implements Detector {

  private static final int PER_MINUTE = 600;
  private static final int PARTS = 6;
  private static final long PART_MILLIS = 10_000;

  /// Requests by part of a minute; `part` is the newest one, counted since the epoch.
  private static final class Rate {
    private final int[] counts = new int[PARTS];
    private long part;

    int add(long now) {
      if (now > part) {
        for (long each = Math.max(part + 1, now - PARTS + 1); each <= now; each++) {
          counts[(int) (each % PARTS)] = 0;
        }
        part = now;
      }
      if (now > part - PARTS) {
        counts[(int) (now % PARTS)]++;
      }
      int sum = 0;
      for (int count : counts) {
        sum += count;
      }
      return sum;
    }
  }

  private final Bounded<String, Rate> rates = new Bounded<>(10_000);

  private static boolean isLoopback(String ip) {
    return ip.startsWith("127.") || ip.equals("::1");
  }

  @Override
  public void see(SecurityEvent event, Found found) {
    if (event.kind() != Kind.REQUEST
        || event.status() == 0
        || event.ip().isEmpty()
        || isLoopback(event.ip())
        || event.at().toEpochMilli() < 0) {
      return;
    }
    Rate rate = rates.computeIfAbsent(event.ip(), _ -> new Rate());
    if (rate.add(event.at().toEpochMilli() / PART_MILLIS) >= PER_MINUTE) {
      found.found(Catalogue.FLOOD, Level.HIGH, event.ip(), List.of(event.source()));
    }
  }
}
