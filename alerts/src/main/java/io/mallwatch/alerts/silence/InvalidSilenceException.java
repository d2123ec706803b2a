package io.mallwatch.alerts.silence;

/// A silence that makes no sense; the message says why, in Alertmanager's words.
public final class InvalidSilenceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidSilenceException(String message) {
    super(message);
  }
}
