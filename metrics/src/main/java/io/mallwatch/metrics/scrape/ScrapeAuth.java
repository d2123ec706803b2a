package io.mallwatch.metrics.scrape;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// How a scrape says who it is. `toString` never shows a secret.
public sealed interface ScrapeAuth {

  /// Says nothing.
  record None() implements ScrapeAuth {}

  /// User and password.
  record Basic(String user, String password) implements ScrapeAuth {
    @Override
    public String toString() {
      return "Basic[user=" + user + ", password=<secret>]";
    }
  }

  /// Any scheme with credentials, mostly `Bearer`.
  record Token(String scheme, String credentials) implements ScrapeAuth {
    @Override
    public String toString() {
      return "Token[scheme=" + scheme + ", credentials=<secret>]";
    }
  }

  /// The value of the `Authorization` header.
  default Optional<String> header() {
    return switch (this) {
      case None() -> Optional.empty();
      case Basic(String user, String password) -> {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        yield Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
      }
      case Token(String scheme, String credentials) -> Optional.of(scheme + " " + credentials);
    };
  }
}
