package io.mallwatch.metrics.ingest;

/// A page that does not follow the exposition format; nothing of it is used.
public final class MalformedExpositionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;

  /// @param line counted from 1
  public MalformedExpositionException(int line, String message) {
    super("line %d: %s".formatted(line, message));
    this.line = line;
  }

  /// For a page without lines.
  public MalformedExpositionException(String message, Throwable cause) {
    super(message, cause);
    this.line = 0;
  }

  /// 0 for a page without lines.
  public int line() {
    return line;
  }
}
