package io.mallwatch.alerts.notify;

import io.mallwatch.model.Deadline;

/// A way to tell people, such as a mail address or a webhook. Thread-safe.
public interface Channel {

  /// What it is, such as `email`; small and fixed, it becomes a metric's label.
  String kind();

  /// Whom it reaches, for people, without secrets.
  String target();

  /// Whether it wants to hear that alerts have ended.
  boolean sendResolved();

  /// How often its target may be told.
  default Pace pace() {
    return Pace.FREE;
  }

  /// Tries once; blocks until it knows the outcome or `deadline` passes, which is worth a retry.
  /// All expected failures are results.
  Delivery send(Notification notification, Deadline deadline);
}
