package io.mallwatch.samplemall.traffic;

import io.mallwatch.samplemall.fault.Fault;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/// How often each action is wanted: the shape of the day, but never less than what a fault needs to
/// show, also at night.
final class Demand {
  private record Floor(Action action, double perMinute) {}

  private static final Map<Fault, Floor> FLOORS = new EnumMap<>(Fault.class);

  static {
    FLOORS.put(Fault.PAYMENT_FAILURES, new Floor(Action.ORDER, 60));
    FLOORS.put(Fault.SLOW_API, new Floor(Action.BROWSE, 240));
    FLOORS.put(Fault.ERROR_BURST, new Floor(Action.BROWSE, 240));
    FLOORS.put(Fault.UPGRADE_FAILURES, new Floor(Action.UPGRADE, 40));
    FLOORS.put(Fault.POINTS_TRANSFER_FAILURES, new Floor(Action.TRANSFER, 90));
    FLOORS.put(Fault.CONNECTION_POOL_EXHAUSTION, new Floor(Action.BROWSE, 120));
    FLOORS.put(Fault.LOCK_WAITS, new Floor(Action.ORDER, 60));
    FLOORS.put(Fault.SLOW_QUERIES, new Floor(Action.ORDER_HISTORY, 90));
    FLOORS.put(Fault.LOGIN_BRUTE_FORCE, new Floor(Action.GUESS_PASSWORD, 240));
    FLOORS.put(Fault.SQL_INJECTION, new Floor(Action.INJECT_SQL, 40));
    FLOORS.put(Fault.PERMISSION_VIOLATIONS, new Floor(Action.TRESPASS, 60));
    FLOORS.put(Fault.SILENT_LOGS, new Floor(Action.BROWSE, 60));
  }

  private final TrafficShape shape;
  private final Predicate<Fault> isOn;

  Demand(TrafficShape shape, Predicate<Fault> isOn) {
    this.shape = shape;
    this.isOn = isOn;
  }

  double perMinute(Action action, Instant now) {
    double wanted = shape.perMinute(action, now);
    for (Map.Entry<Fault, Floor> floor : FLOORS.entrySet()) {
      if (floor.getValue().action() == action && isOn.test(floor.getKey())) {
        wanted = Math.max(wanted, floor.getValue().perMinute());
      }
    }
    return wanted;
  }
}
