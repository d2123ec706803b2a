package io.mallwatch.alerts.notify.webhook;

import io.mallwatch.alerts.notify.Secret;
import java.time.Duration;
import java.util.Optional;

/// One webhook of a receiver.
///
/// @param url where to POST; may hold a token, hence a secret
/// @param maxAlerts most alerts in a body, 0 for no limit
/// @param timeout of one attempt
/// @param authorization value of the `Authorization` header
public record WebhookConfig(
    Secret url,
    boolean sendResolved,
    int maxAlerts,
    Duration timeout,
    Optional<Authorization> authorization) {

  /// How long one attempt may take unless the configuration says otherwise.
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// What stands in the `Authorization` header.
  public sealed interface Authorization {}

  /// Such as `Bearer` and a token.
  public record Token(String type, Secret credentials) implements Authorization {}

  public record Basic(String user, Secret password) implements Authorization {}
}
