package io.mallwatch.alerts.notify;

import java.time.Duration;

/// What became of one attempt to tell.
public sealed interface Delivery {

  /// The other side has taken it.
  record Sent() implements Delivery {}

  /// It did not work, but may later.
  ///
  /// @param after what the other side asks to wait; zero when it says nothing
  record Retry(String reason, Duration after) implements Delivery {

    public Retry(String reason) {
      this(reason, Duration.ZERO);
    }
  }

  /// It will not work however often it is tried.
  record Failed(String reason) implements Delivery {}
}
