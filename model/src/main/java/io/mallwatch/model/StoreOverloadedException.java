package io.mallwatch.model;

/// A store or queue is full and nothing of the call was kept; retry after a pause.
public final class StoreOverloadedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoreOverloadedException(String message) {
    super(message);
  }

  public StoreOverloadedException(String message, Throwable cause) {
    super(message, cause);
  }
}
