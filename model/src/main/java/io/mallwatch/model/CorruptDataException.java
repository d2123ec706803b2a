package io.mallwatch.model;

/// Stored bytes fail their checksum or make no sense; retrying does not help. The message names
/// file and offset.
public final class CorruptDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CorruptDataException(String message) {
    super(message);
  }

  public CorruptDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
