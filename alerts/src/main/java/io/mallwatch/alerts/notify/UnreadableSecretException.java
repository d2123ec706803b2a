package io.mallwatch.alerts.notify;

import java.io.IOException;

/// A password or token is not where it should be; the message says where that is.
public final class UnreadableSecretException extends IOException {

  private static final long serialVersionUID = 1L;

  UnreadableSecretException(String message) {
    super(message);
  }

  UnreadableSecretException(String message, IOException cause) {
    super(message, cause);
  }
}
