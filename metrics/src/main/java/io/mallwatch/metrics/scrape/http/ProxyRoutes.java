package io.mallwatch.metrics.scrape.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Decides which proxy an address is reached through. Rules of `NO_PROXY`: comma-separated hosts
/// (subdomains included), `.domain` (subdomains only), addresses, CIDR blocks, each perhaps with a
/// port, or `*`. Thread-safe.
final class ProxyRoutes {

  private final ProxyConfig config;
  private final Map<String, String> environment;

  ProxyRoutes(ProxyConfig config, Map<String, String> environment) {
    this.config = config;
    this.environment = environment;
  }

  /// The proxy for an address; empty when it is reached directly.
  ///
  /// @throws HttpFailedException when the proxy's URL is bad
  Optional<URI> proxy(Origin origin) {
    if (config.fromEnvironment()) {
      String url = variable(origin.tls() ? "HTTPS_PROXY" : "HTTP_PROXY");
      return url.isEmpty() || local(origin.host()) || excluded(variable("NO_PROXY"), origin)
          ? Optional.empty()
          : Optional.of(parse(url));
    }
    if (config.url().isEmpty()) {
      return Optional.empty();
    }
    boolean direct =
        !config.noProxy().isEmpty() && (local(origin.host()) || excluded(config.noProxy(), origin));
    return direct ? Optional.empty() : Optional.of(parse(config.url()));
  }

  private String variable(String name) {
    return environment.getOrDefault(
        name, environment.getOrDefault(name.toLowerCase(Locale.ROOT), ""));
  }

  private static URI parse(String url) {
    try {
      return URI.create(url.contains("://") ? url : "http://" + url);
    } catch (IllegalArgumentException e) {
      throw new HttpFailedException("the proxy's URL is bad: " + e.getMessage(), e);
    }
  }

  private static boolean local(String host) {
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }

  private static boolean excluded(String rules, Origin origin) {
    for (String entry : rules.split(",")) {
      String rule = entry.strip().toLowerCase(Locale.ROOT);
      if (!rule.isEmpty() && (rule.equals("*") || matches(rule, origin))) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String rule, Origin origin) {
    String host = origin.host().toLowerCase(Locale.ROOT);
    String name = rule;
    int colon = rule.lastIndexOf(':');
    if (colon > 0 && (rule.indexOf(':') == colon || rule.charAt(colon - 1) == ']')) {
      if (!rule.substring(colon + 1).equals(Integer.toString(origin.port()))) {
        return false;
      }
      name = rule.substring(0, colon);
    }
    int slash = name.indexOf('/');
    if (slash > 0) {
      return inBlock(host, name.substring(0, slash), name.substring(slash + 1));
    }
    name = name.startsWith("*.") ? name.substring(1) : name;
    return name.startsWith(".")
        ? host.endsWith(name)
        : host.equals(name) || host.endsWith("." + name);
  }

  private static boolean inBlock(String host, String network, String bits) {
    try {
      byte[] address = InetAddress.ofLiteral(host).getAddress();
      byte[] block = InetAddress.ofLiteral(network).getAddress();
      int prefix = Integer.parseInt(bits);
      if (address.length != block.length || prefix < 0 || prefix > block.length * 8) {
        return false;
      }
      for (int i = 0; i < prefix; i++) {
        int mask = 0x80 >> (i % 8);
        if (((address[i / 8] ^ block[i / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }
}
