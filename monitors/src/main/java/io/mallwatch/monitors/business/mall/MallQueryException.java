package io.mallwatch.monitors.business.mall;

/// The mall's database could not answer; the message says why, without secrets.
public final class MallQueryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public MallQueryException(String message) {
    super(message);
  }

  public MallQueryException(String message, Throwable cause) {
    super(message, cause);
  }
}
