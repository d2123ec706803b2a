package io.mallwatch.server.commands;

/// Exit codes of the verbs.
final class Exit {

  static final int GOOD = 0;

  /// The answer is bad.
  static final int BAD = 1;

  /// What was asked for cannot be used.
  static final int USAGE = 2;

  private Exit() {}
}
