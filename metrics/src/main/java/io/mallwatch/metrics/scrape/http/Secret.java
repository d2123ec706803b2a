package io.mallwatch.metrics.scrape.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A password, token or key, given in the configuration or in a file. `toString` never shows it.
public sealed interface Secret {

  /// In the configuration.
  record Text(String text) implements Secret {
    @Override
    public String toString() {
      return "<secret>";
    }
  }

  /// In a file, read each time it is needed, so that it may be rotated.
  record InFile(Path file) implements Secret {}

  /// No secret at all.
  static Secret none() {
    return new Text("");
  }

  /// What the secret is now, without white space around it.
  ///
  /// @throws HttpFailedException when its file cannot be read
  default String value() {
    return switch (this) {
      case Text(String text) -> text;
      case InFile(Path file) -> {
        try {
          yield Files.readString(file).strip();
        } catch (IOException e) {
          throw new HttpFailedException("cannot read the secret in %s: %s".formatted(file, e), e);
        }
      }
    };
  }
}
