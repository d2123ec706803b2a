package io.mallwatch.model;

/// A query that cannot be understood or is not allowed; retrying the same text does not help.
public final class BadQueryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int position;
  private final boolean computing;

  private BadQueryException(String message, int position, boolean computing) {
    super(message);
    this.position = position;
    this.computing = computing;
  }

  /// @param position offset into the query's text in UTF-16 units, or -1 when it has none
  public BadQueryException(String message, int position) {
    this(message, position, false);
  }

  public BadQueryException(String message) {
    this(message, -1);
  }

  /// Of a query that was understood but failed on the samples it met, or on what it used.
  public static BadQueryException whileComputing(String message) {
    return new BadQueryException(message, -1, true);
  }

  public int position() {
    return position;
  }

  /// Whether the query was understood and failed while it was computed.
  public boolean failedWhileComputing() {
    return computing;
  }
}
