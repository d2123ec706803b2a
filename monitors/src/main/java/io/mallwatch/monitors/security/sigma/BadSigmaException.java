package io.mallwatch.monitors.security.sigma;

/// A Sigma rule that cannot be used; the message says where and why.
public final class BadSigmaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BadSigmaException(String message) {
    super(message);
  }
}
