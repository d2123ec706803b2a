package io.mallwatch.alerts.notify.vendor;

import io.mallwatch.alerts.notify.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a channel speaks HTTP: Alertmanager's `http_config`.
///
/// @param authorization value of the `Authorization` header
public record HttpSettings(
    Optional<Authorization> authorization, Tls tls, String proxyUrl, boolean followRedirects) {

  /// Nothing special.
  public static final HttpSettings PLAIN =
      new HttpSettings(Optional.empty(), Tls.STANDARD, "", true);

  /// Where the `Authorization` header comes from.
  public sealed interface Authorization {}

  /// Such as `Bearer` and a token.
  public record Token(String type, Secret credentials) implements Authorization {}

  public record Basic(String user, Secret password) implements Authorization {}

  /// A bearer token fetched with client credentials (RFC 6749, 4.4) and renewed before it ends.
  public record OAuth2(
      String clientId,
      Secret clientSecret,
      String tokenUrl,
      List<String> scopes,
      Map<String, String> parameters,
      Tls tls)
      implements Authorization {

    public OAuth2 {
      scopes = List.copyOf(scopes);
      parameters = Map.copyOf(parameters);
    }
  }

  /// @param authority PEM of who may sign the server's certificate; empty for the usual ones
  /// @param certificate PEM that we show; empty for none
  /// @param key PEM (PKCS 8) that belongs to it
  /// @param trustAny whether any certificate is taken
  public record Tls(
      Optional<Pem> authority, Optional<Pem> certificate, Optional<Pem> key, boolean trustAny) {

    /// The usual authorities, no certificate of ours.
    public static final Tls STANDARD =
        new Tls(Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /// PEM text in the configuration or in a file.
  public sealed interface Pem {
    record Inline(Secret text) implements Pem {}

    record InFile(Path file) implements Pem {}
  }

  /// The same with another authorization.
  public HttpSettings with(Authorization other) {
    return new HttpSettings(Optional.of(other), tls, proxyUrl, followRedirects);
  }
}
