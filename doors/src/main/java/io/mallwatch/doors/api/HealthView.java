package io.mallwatch.doors.api;

import java.util.List;

/// How this server is (R264).
@FunctionalInterface
public interface HealthView {

  /// @param part what is asked for
  Health health(Part part);

  /// What can be asked for.
  enum Part {
    SERVER,
    DATABASE,
    REDIS
  }

  /// Healthy when all checks are.
  record Health(List<Check> checks) {
    public Health {
      checks = List.copyOf(checks);
    }

    public boolean isUp() {
      return checks.stream().allMatch(Check::up);
    }
  }

  /// @param detail why it is down, or what it found; may be empty
  record Check(String name, boolean up, String detail) {}
}
