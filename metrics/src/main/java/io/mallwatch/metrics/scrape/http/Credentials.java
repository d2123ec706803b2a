package io.mallwatch.metrics.scrape.http;

import java.util.List;
import java.util.Map;

/// How a request says who it is. `toString` never shows a secret.
public sealed interface Credentials {

  /// Says nothing.
  record None() implements Credentials {}

  /// User and password.
  record Basic(Secret user, Secret password) implements Credentials {}

  /// Any scheme with credentials, mostly `Bearer`.
  record Token(String scheme, Secret credentials) implements Credentials {}

  /// The client credentials grant of OAuth 2.0 (RFC 6749 §4.4).
  ///
  /// @param parameters further ones of the token request
  /// @param http how the token's server is reached
  record OAuth2(
      String clientId,
      Secret clientSecret,
      List<String> scopes,
      String tokenUrl,
      Map<String, String> parameters,
      HttpConfig http)
      implements Credentials {

    public OAuth2 {
      scopes = List.copyOf(scopes);
      parameters = Map.copyOf(parameters);
    }
  }
}
