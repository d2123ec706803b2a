package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.notify.Delivery;
import io.mallwatch.alerts.notify.Notification;
import io.mallwatch.alerts.notify.Pace;
import java.io.IOException;

/// One vendor's way to be told over HTTP. Thread-safe.
public interface Vendor {

  /// As [io.mallwatch.alerts.notify.Channel#kind()].
  String kind();

  /// Whom it reaches, without secrets.
  ///
  /// @throws IOException when that stands in a secret that cannot be read
  String target() throws IOException;

  boolean sendResolved();

  /// How often the vendor lets the target be told.
  default Pace pace() {
    return Pace.FREE;
  }

  /// Whether sending twice does no harm; else a time-out is not tried again.
  default boolean isRepeatable() {
    return true;
  }

  /// Sends and says what the answer means. HTTP's 200 alone is no success where the vendor answers
  /// with codes of its own.
  ///
  /// @throws io.mallwatch.alerts.notify.UnreadableSecretException which is final
  /// @throws IOException when the line breaks or time is over
  Delivery tell(Notification notification, Exchange exchange)
      throws IOException, InterruptedException;
}
