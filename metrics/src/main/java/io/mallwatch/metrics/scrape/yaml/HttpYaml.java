package io.mallwatch.metrics.scrape.yaml;

import io.mallwatch.metrics.scrape.http.Credentials;
import io.mallwatch.metrics.scrape.http.HttpConfig;
import io.mallwatch.metrics.scrape.http.ProxyConfig;
import io.mallwatch.metrics.scrape.http.Secret;
import io.mallwatch.metrics.scrape.http.TlsConfig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the keys of `http_config`, which stand among those of a job or a discovery.
final class HttpYaml {

  private static final List<String> TLS_VERSIONS = List.of("TLS10", "TLS11", "TLS12", "TLS13");
  private static final List<String> JDK_VERSIONS =
      List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
  private static final int TLS_12 = 2;

  /// Headers that requests have anyway.
  private static final Set<String> RESERVED =
      Set.of(
          "authorization",
          "host",
          "content-encoding",
          "content-length",
          "content-type",
          "user-agent",
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "www-authenticate",
          "accept-encoding",
          "accept",
          "x-prometheus-remote-write-version",
          "x-prometheus-remote-read-version",
          "x-prometheus-scrape-timeout-seconds");

  private HttpYaml() {}

  static HttpConfig read(YamlKeys keys) {
    // HTTP/1.1 is spoken in any case; every server may choose it.
    var _ = keys.flag("enable_http2", true);
    return new HttpConfig(
        credentials(keys),
        tls(keys),
        proxy(keys),
        headers(keys),
        keys.flag("follow_redirects", true));
  }

  private static Credentials credentials(YamlKeys keys) {
    Credentials credentials = new Credentials.None();
    List<String> given = new ArrayList<>();
    Secret bearer = keys.secret("bearer_token");
    if (bearer != null) {
      given.add("bearer_token");
      credentials = new Credentials.Token("Bearer", bearer);
    }
    if (keys.has("basic_auth")) {
      given.add("basic_auth");
      credentials = basic(keys.mapping("basic_auth"));
    }
    if (keys.has("authorization")) {
      given.add("authorization");
      credentials = token(keys.mapping("authorization"));
    }
    if (keys.has("oauth2")) {
      given.add("oauth2");
      credentials = oauth2(keys.mapping("oauth2"));
    }
    if (given.size() > 1) {
      keys.problem(
          given.getLast(), "at most one of %s is allowed".formatted(String.join(", ", given)));
    }
    return credentials;
  }

  private static Credentials basic(YamlKeys keys) {
    Secret user = keys.secret("username");
    Secret password = keys.secret("password");
    keys.refuseOthers();
    return new Credentials.Basic(orNone(user), orNone(password));
  }

  private static Secret orNone(@Nullable Secret secret) {
    return secret == null ? Secret.none() : secret;
  }

  private static Credentials token(YamlKeys keys) {
    String type = keys.text("type", "Bearer").strip();
    if (type.toLowerCase(Locale.ROOT).equals("basic")) {
      keys.problem("type", "for Basic use basic_auth");
    }
    Secret secret = keys.secret("credentials");
    keys.refuseOthers();
    return new Credentials.Token(type.isEmpty() ? "Bearer" : type, orNone(secret));
  }

  private static Credentials oauth2(YamlKeys keys) {
    String id = keys.text("client_id", "");
    if (id.isEmpty()) {
      keys.problem("client_id", "is missing");
    }
    String grant = keys.text("grant_type", "client_credentials");
    if (!grant.equals("client_credentials")) {
      keys.problem("grant_type", "%s is not supported: use client_credentials".formatted(grant));
    }
    URI url = keys.url("token_url");
    HttpConfig http =
        new HttpConfig(new Credentials.None(), tls(keys), proxy(keys), headers(keys), true);
    Secret secret = keys.secret("client_secret");
    List<String> scopes = keys.texts("scopes");
    Map<String, String> parameters = keys.pairs("endpoint_params");
    keys.refuseOthers();
    return new Credentials.OAuth2(
        id, orNone(secret), scopes, String.valueOf(url), parameters, http);
  }

  private static TlsConfig tls(YamlKeys job) {
    YamlKeys keys = job.mapping("tls_config");
    Secret ca = keys.secret("ca");
    Secret certificate = keys.secret("cert");
    Secret key = keys.secret("key");
    if ((certificate == null) != (key == null)) {
      keys.problem(certificate == null ? "key" : "cert", "cert and key go together");
    }
    int least = version(keys, "min_version", TLS_12);
    int most = version(keys, "max_version", TLS_VERSIONS.size() - 1);
    if (least > most) {
      keys.problem("min_version", "must be at most max_version");
      least = most;
    }
    TlsConfig config =
        new TlsConfig(
            ca,
            certificate,
            key,
            keys.text("server_name", ""),
            keys.flag("insecure_skip_verify", false),
            JDK_VERSIONS.subList(least, most + 1));
    keys.refuseOthers();
    return config;
  }

  private static int version(YamlKeys keys, String key, int missing) {
    return keys.read(
        key,
        missing,
        text -> {
          int index = TLS_VERSIONS.indexOf(text);
          if (index < 0) {
            throw new IllegalArgumentException(
                "expected one of " + String.join(", ", TLS_VERSIONS));
          }
          return index;
        });
  }

  private static ProxyConfig proxy(YamlKeys keys) {
    String url = keys.text("proxy_url", "");
    String not = keys.text("no_proxy", "");
    boolean environment = keys.flag("proxy_from_environment", false);
    Map<String, List<Secret>> headers = new TreeMap<>();
    keys.lists("proxy_connect_header")
        .forEach((name, values) ->
            headers.put(
                name, values.stream().map(value -> (Secret) new Secret.Text(value)).toList()));
    if (!url.isEmpty() && !url.matches("(http|socks5h?)://[^/]+/?")) {
      keys.problem("proxy_url", "expected http://host:port or socks5://host:port");
    }
    if (environment && (!url.isEmpty() || !not.isEmpty())) {
      keys.problem("proxy_from_environment", "goes without proxy_url and no_proxy");
    }
    if (!not.isEmpty() && url.isEmpty() && !environment) {
      keys.problem("no_proxy", "needs proxy_url");
    }
    if (!headers.isEmpty() && url.isEmpty() && !environment) {
      keys.problem("proxy_connect_header", "needs proxy_url or proxy_from_environment");
    }
    return new ProxyConfig(url, not, environment, headers);
  }

  private static Map<String, List<Secret>> headers(YamlKeys keys) {
    Map<String, List<Secret>> headers = new TreeMap<>();
    YamlKeys all = keys.mapping("http_headers");
    for (String name : all.names()) {
      YamlKeys one = all.mapping(name);
      if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        all.problem(name, "this header is set already and cannot be changed");
      } else if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        all.problem(name, "this is no name of a header");
      }
      List<Secret> values = new ArrayList<>();
      one.texts("values").forEach(text -> values.add(new Secret.Text(text)));
      one.texts("secrets").forEach(text -> values.add(new Secret.Text(text)));
      one.texts("files").forEach(text -> values.add(new Secret.InFile(one.file(text))));
      one.refuseOthers();
      headers.put(name, List.copyOf(values));
    }
    return headers;
  }
}
