package io.mallwatch.metrics.scrape;

/// A scrape that brought nothing; the message is what the target's status shows.
final class ScrapeFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ScrapeFailedException(String message) {
    super(message);
  }

  ScrapeFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
