package io.mallwatch.samplemall.fault;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.jspecify.annotations.Nullable;

/// Sets the root log level to OFF, a mistake that happens.
public final class SilencedLogs implements FaultAction {
  private final Logger root;
  private @Nullable Level before;

  public SilencedLogs(LoggerContext context) {
    this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Override
  public void start() {
    before = root.getLevel();
    root.setLevel(Level.OFF);
  }

  @Override
  public void stop() {
    root.setLevel(before == null ? Level.INFO : before);
  }
}
