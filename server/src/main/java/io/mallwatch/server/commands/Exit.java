package io.mallwatch.server.commands;

/// How commands end: their exit codes, and the line that says why.
public final class Exit {

  public static final int GOOD = 0;

  /// The answer is bad.
  public static final int BAD = 1;

  /// What was asked for cannot be used: the command line or the configuration.
  public static final int USAGE = 2;

  private Exit() {}

  /// Says one line on standard error, as every failed start does.
  public static void complain(String line) {
    System.err.println("mallwatch: " + line);
  }
}
