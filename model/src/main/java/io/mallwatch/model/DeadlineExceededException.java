package io.mallwatch.model;

/// Work took longer than its [Deadline] allowed, or its caller went away; retrying with a longer
/// one may help.
public final class DeadlineExceededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean cancelled;

  public DeadlineExceededException(String message) {
    super(message);
    this.cancelled = false;
  }

  public DeadlineExceededException(String message, Throwable cause) {
    super(message, cause);
    this.cancelled = false;
  }

  private DeadlineExceededException(String message, boolean cancelled) {
    super(message);
    this.cancelled = cancelled;
  }

  /// Somebody stopped the work; time was left.
  public static DeadlineExceededException cancelled(String message) {
    return new DeadlineExceededException(message, true);
  }

  /// Whether somebody stopped the work.
  public boolean isCancelled() {
    return cancelled;
  }
}
