package io.mallwatch.metrics.ingest;

/// A body that is larger, after decompression, than the limit; the sender must send less at once.
public final class TooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TooLargeException(String message) {
    super(message);
  }
}
