package io.mallwatch.model;

/// Work took longer than its [Deadline] allowed, or its caller went away; retrying with a longer
/// one may help.
public final class DeadlineExceededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DeadlineExceededException(String message) {
    super(message);
  }

  public DeadlineExceededException(String message, Throwable cause) {
    super(message, cause);
  }
}
