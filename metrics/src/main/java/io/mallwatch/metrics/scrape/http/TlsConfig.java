package io.mallwatch.metrics.scrape.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prometheus's `tls_config`.
///
/// @param ca certificates to trust, PEM; null for those the JDK trusts
/// @param certificate the client's, PEM; null for none
/// @param key the client's private key, PEM; null for none
/// @param serverName asked for and checked instead of the host; empty for the host
/// @param insecureSkipVerify whether any certificate will do
/// @param versions allowed ones as the JDK names them, such as `TLSv1.3`
public record TlsConfig(
    @Nullable Secret ca,
    @Nullable Secret certificate,
    @Nullable Secret key,
    String serverName,
    boolean insecureSkipVerify,
    List<String> versions) {

  public TlsConfig {
    versions = List.copyOf(versions);
  }

  /// What the JDK trusts, TLS 1.2 and 1.3.
  public static TlsConfig defaults() {
    return new TlsConfig(null, null, null, "", false, List.of("TLSv1.2", "TLSv1.3"));
  }
}
