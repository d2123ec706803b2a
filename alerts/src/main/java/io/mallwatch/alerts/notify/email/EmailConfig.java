package io.mallwatch.alerts.notify.email;

import io.mallwatch.alerts.notify.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One mail address of a receiver and the server that takes its mail.
///
/// @param to one or more addresses, by comma
/// @param host of the mail server
/// @param port 465 means TLS from the start
/// @param hello name told to the server; empty for the machine's own
/// @param user empty for no authentication
/// @param requireTls whether mail is refused to a server that offers no STARTTLS
/// @param trustAnyCertificate whether the server's certificate is taken unchecked
/// @param headers set in addition, templates by name; `Subject` replaces ours
/// @param text template for the text form instead of ours
/// @param html template for the HTML form instead of ours
public record EmailConfig(
    String to,
    String from,
    String host,
    int port,
    String hello,
    String user,
    Optional<Secret> password,
    boolean requireTls,
    boolean trustAnyCertificate,
    boolean sendResolved,
    Map<String, String> headers,
    Optional<String> text,
    Optional<String> html) {

  public EmailConfig {
    headers = java.util.Collections.unmodifiableMap(new TreeMap<>(headers));
  }
}
