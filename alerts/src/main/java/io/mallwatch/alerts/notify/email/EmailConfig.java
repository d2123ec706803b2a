package io.mallwatch.alerts.notify.email;

import io.mallwatch.alerts.notify.Channel;
import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.notify.vendor.ChannelTools;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
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
/// @param implicitTls whether TLS begins with the connection; port 465 always does so
/// @param tls whom to trust and what to show
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
    boolean implicitTls,
    HttpSettings.Tls tls,
    boolean sendResolved,
    Map<String, String> headers,
    Optional<String> text,
    Optional<String> html)
    implements ChannelConfig {

  public EmailConfig {
    headers = java.util.Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  @Override
  public String family() {
    return "email";
  }

  @Override
  public Channel open(ChannelTools tools) {
    return new EmailChannel(this, tools.library(), tools.clock());
  }
}
