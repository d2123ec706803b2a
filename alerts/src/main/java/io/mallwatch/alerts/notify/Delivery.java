package io.mallwatch.alerts.notify;

import java.time.Duration;

/// What became of one attempt to tell.
public sealed interface Delivery {

  /// The other side has taken it.
  ///
  /// @param receipt what it calls it, such as a message id; may be empty
  record Sent(String receipt) implements Delivery {

    public Sent() {
      this("");
    }
  }

  /// It did not work, but may later.
  ///
  /// @param after what the other side asks to wait; zero when it says nothing
  record Retry(String reason, Duration after) implements Delivery {

    public Retry(String reason) {
      this(reason, Duration.ZERO);
    }
  }

  /// The other side takes no more for a while; nobody may try this target again before.
  ///
  /// @param after how long it asks to be left alone
  record Limited(String reason, Duration after) implements Delivery {}

  /// It may have been taken and must not be sent twice, so it is not tried again.
  record Unknown(String reason) implements Delivery {}

  /// It will not work however often it is tried.
  ///
  /// @param taken whether some of its targets have it, so that it must not be sent to all again
  record Failed(String reason, boolean taken) implements Delivery {

    public Failed(String reason) {
      this(reason, false);
    }
  }
}
