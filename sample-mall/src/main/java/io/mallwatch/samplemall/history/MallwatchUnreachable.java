package io.mallwatch.samplemall.history;

/// Mallwatch did not take what was sent to it.
final class MallwatchUnreachable extends Exception {
  private static final long serialVersionUID = 1L;

  MallwatchUnreachable(String message) {
    super(message);
  }
}
