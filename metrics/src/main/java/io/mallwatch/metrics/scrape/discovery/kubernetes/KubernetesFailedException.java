package io.mallwatch.metrics.scrape.discovery.kubernetes;

import org.jspecify.annotations.Nullable;

/// The API did not give what it was asked for; it is asked again.
final class KubernetesFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  KubernetesFailedException(String message) {
    this(message, 0);
  }

  KubernetesFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  /// @param status the API's
  KubernetesFailedException(String message, int status) {
    super(message);
    this.status = status;
  }

  /// Whether the state that was asked for is too old: only listing anew helps.
  boolean gone() {
    return status == 410;
  }
}
