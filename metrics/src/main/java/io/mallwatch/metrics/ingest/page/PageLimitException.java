package io.mallwatch.metrics.ingest.page;

/// A page that is more than its target may expose; nothing of it is used.
public final class PageLimitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// What there was too much of.
  public enum Limit {
    SAMPLES,
    BUCKETS
  }

  private final Limit limit;

  /// @param message names the limit, and the metric where it is about one
  public PageLimitException(Limit limit, String message) {
    super(message);
    this.limit = limit;
  }

  public Limit limit() {
    return limit;
  }
}
