package io.mallwatch.monitors.business.mall;

/// A question needs a table or column that this mall does not have, by its mapping.
public final class NotMappedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String key;

  NotMappedException(String key) {
    super("business.mapping has nothing for " + key);
    this.key = key;
  }

  /// The key of the mapping.
  public String key() {
    return key;
  }
}
