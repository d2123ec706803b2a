package io.mallwatch.metrics.scrape.http;

import org.jspecify.annotations.Nullable;

/// A request that brought no answer; the message is made for the person who configured it. Trying
/// again later may help.
public final class HttpFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public HttpFailedException(String message) {
    super(message);
  }

  public HttpFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
