package io.mallwatch.metrics.scrape.discovery;

import org.jspecify.annotations.Nullable;

/// A discovery that found nothing it could trust; it is tried again.
final class DiscoveryFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DiscoveryFailedException(String message) {
    super(message);
  }

  DiscoveryFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
