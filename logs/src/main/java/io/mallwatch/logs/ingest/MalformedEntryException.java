package io.mallwatch.logs.ingest;

/// A log line that cannot be read as what it should be; sending it again does not help.
public final class MalformedEntryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedEntryException(String message) {
    super(message);
  }
}
