package io.mallwatch.metrics.scrape;

import org.jspecify.annotations.Nullable;

/// A scrape that brought nothing; the message is what the target's status shows.
final class ScrapeFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Limit limit;

  /// Which limit a page went past.
  enum Limit {
    NONE,
    BODY,
    SAMPLES,
    LABELS
  }

  ScrapeFailedException(String message) {
    this(message, Limit.NONE, null);
  }

  ScrapeFailedException(String message, Throwable cause) {
    this(message, Limit.NONE, cause);
  }

  ScrapeFailedException(String message, Limit limit, @Nullable Throwable cause) {
    super(message, cause);
    this.limit = limit;
  }

  Limit limit() {
    return limit;
  }
}
