package io.mallwatch.metrics.scrape.http;

/// An answer that is larger than its limit.
public final class BodyTooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BodyTooLargeException(long limit) {
    super("body size limit exceeded: the page is larger than %d bytes".formatted(limit));
  }
}
