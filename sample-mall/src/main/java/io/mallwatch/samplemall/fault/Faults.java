package io.mallwatch.samplemall.fault;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The switchboard: which faults are on. All are off at the end.
public final class Faults implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(Faults.class);

  private final Map<Fault, FaultAction> actions = new EnumMap<>(Fault.class); // guarded by this
  private volatile Set<Fault> on = EnumSet.noneOf(Fault.class);

  /// Says what `fault` does beyond being looked at.
  public synchronized void define(Fault fault, FaultAction action) {
    actions.put(fault, action);
  }

  public boolean isOn(Fault fault) {
    return on.contains(fault);
  }

  /// Switches `fault`; repeating is harmless.
  public synchronized void set(Fault fault, boolean wanted) {
    if (on.contains(fault) == wanted) {
      return;
    }
    FaultAction action = actions.get(fault);
    if (action != null) {
      if (wanted) {
        action.start();
      } else {
        action.stop();
      }
    }
    Set<Fault> changed = EnumSet.noneOf(Fault.class);
    changed.addAll(on);
    if (wanted) {
      changed.add(fault);
    } else {
      changed.remove(fault);
    }
    on = changed;
    logger.info("fault switched name={} on={}", fault.slug(), wanted);
  }

  @Override
  public synchronized void close() {
    for (Fault fault : EnumSet.allOf(Fault.class)) {
      set(fault, false);
    }
  }
}
