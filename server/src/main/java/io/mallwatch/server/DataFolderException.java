package io.mallwatch.server;

import org.jspecify.annotations.Nullable;

/// The data folder cannot be used; the message is for a person.
final class DataFolderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DataFolderException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
