package io.mallwatch.alerts.config;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.HttpSettings;
import io.mallwatch.alerts.yaml.YamlMap;
import java.util.Optional;

/// Reads `http_config`.
final class HttpYaml {

  private HttpYaml() {}

  /// What `http_config` of `fields` says, else `otherwise`.
  static HttpSettings read(Fields fields, HttpSettings otherwise) {
    return fields.map().map("http_config").map(map -> settings(fields.in(map))).orElse(otherwise);
  }

  private static HttpSettings settings(Fields fields) {
    YamlMap map = fields.map();
    Optional<HttpSettings.Authorization> found = Optional.empty();
    int ways = 0;
    Optional<Secret> bearer = fields.secret("bearer_token");
    if (bearer.isPresent()) {
      ways++;
      found = Optional.of(new HttpSettings.Token("Bearer", bearer.get()));
    }
    Optional<YamlMap> token = map.map("authorization");
    if (token.isPresent()) {
      ways++;
      String type = token.get().text("type", "Bearer");
      found =
          fields
              .in(token.get())
              .secret("credentials")
              .map(secret -> new HttpSettings.Token(type, secret));
      token.get().refuseUnknown("authorization");
    }
    Optional<YamlMap> basic = map.map("basic_auth");
    if (basic.isPresent()) {
      ways++;
      String user = basic.get().text("username", "");
      Secret password = fields.in(basic.get()).secret("password").orElse(Secret.of(""));
      found = Optional.of(new HttpSettings.Basic(user, password));
      basic.get().refuseUnknown("basic authentication");
    }
    Optional<YamlMap> oauth = map.map("oauth2");
    if (oauth.isPresent()) {
      ways++;
      found = Optional.of(oauth2(fields.in(oauth.get())));
    }
    if (ways > 1) {
      fields.problem(
          "at most one of basic_auth, oauth2, bearer_token & authorization must be configured");
    }
    HttpSettings.Tls tls = tls(fields, "tls_config");
    String proxy = fields.url("proxy_url", "");
    map.find("proxy_from_environment");
    map.find("no_proxy");
    map.find("enable_http2");
    boolean follow = map.bool("follow_redirects", true);
    map.refuseUnknown("HTTP configuration");
    return new HttpSettings(found, tls, proxy, follow);
  }

  private static HttpSettings.OAuth2 oauth2(Fields fields) {
    YamlMap map = fields.map();
    HttpSettings.OAuth2 oauth =
        new HttpSettings.OAuth2(
            map.requiredText("client_id"),
            fields.secret("client_secret").orElse(Secret.of("")),
            map.requiredText("token_url"),
            map.texts("scopes"),
            map.textMap("endpoint_params"),
            tls(fields, "tls_config"));
    map.find("proxy_url");
    map.refuseUnknown("OAuth 2 configuration");
    return oauth;
  }

  static HttpSettings.Tls tls(Fields fields, String key) {
    Optional<YamlMap> section = fields.map().map(key);
    if (section.isEmpty()) {
      return HttpSettings.Tls.STANDARD;
    }
    Fields tls = fields.in(section.get());
    Optional<HttpSettings.Pem> authority = pem(tls, "ca", false);
    Optional<HttpSettings.Pem> certificate = pem(tls, "cert", false);
    Optional<HttpSettings.Pem> privateKey = pem(tls, "key", true);
    if (certificate.isPresent() != privateKey.isPresent()) {
      tls.problem("exactly one of key or key_file must be configured when a certificate is");
    }
    boolean trustAny = section.get().bool("insecure_skip_verify", false);
    section.get().find("server_name");
    section.get().find("min_version");
    section.get().find("max_version");
    section.get().refuseUnknown("TLS configuration");
    return new HttpSettings.Tls(authority, certificate, privateKey, trustAny);
  }

  private static Optional<HttpSettings.Pem> pem(Fields fields, String key, boolean secret) {
    String inline = fields.map().text(key, "");
    String file = fields.map().text(key + "_file", "");
    if (!inline.isEmpty()) {
      if (secret) {
        fields.map().find(key).ifPresent(fields.redaction()::hide);
      }
      return Optional.of(new HttpSettings.Pem.Inline(Secret.of(inline)));
    }
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(new HttpSettings.Pem.InFile(fields.folder().resolve(file)));
  }
}
