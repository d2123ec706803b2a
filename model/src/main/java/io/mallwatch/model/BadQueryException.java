package io.mallwatch.model;

/// A query that cannot be understood or is not allowed; retrying the same text does not help.
public final class BadQueryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int position;

  /// @param position offset into the query's text in UTF-16 units, or -1 when it has none
  public BadQueryException(String message, int position) {
    super(message);
    this.position = position;
  }

  public BadQueryException(String message) {
    this(message, -1);
  }

  public int position() {
    return position;
  }
}
