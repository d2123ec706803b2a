package io.mallwatch.alerts.notify.aliyun;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.Answer;
import io.mallwatch.alerts.notify.vendor.Exchange;
import io.mallwatch.alerts.notify.vendor.Hashes;
import io.mallwatch.alerts.notify.vendor.Utf8;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Calls of Alibaba Cloud's RPC interface, signed with ACS3-HMAC-SHA256: all parameters in the
/// query, no body.
final class Acs3 {

  private static final String ALGORITHM = "ACS3-HMAC-SHA256";
  private static final byte[] NO_BODY = new byte[0];

  private final String url;
  private final String keyId;
  private final Secret secret;
  private final InstantSource clock;
  private final RandomGenerator random;

  Acs3(String url, String keyId, Secret secret, InstantSource clock, RandomGenerator random) {
    this.url = url;
    this.keyId = keyId;
    this.secret = secret;
    this.clock = clock;
    this.random = random;
  }

  Answer call(String action, String version, Map<String, String> parameters, Exchange exchange)
      throws IOException, InterruptedException {
    String query = query(parameters);
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put("x-acs-action", action);
    headers.put("x-acs-version", version);
    headers.put("x-acs-date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    headers.put("x-acs-signature-nonce", nonce());
    headers.put("x-acs-content-sha256", Hashes.sha256(NO_BODY));
    String authorization = authorization(host(), query, headers, keyId, secret.read());
    headers.put("Authorization", authorization);
    return exchange.post(url + "/?" + query, headers, NO_BODY);
  }

  private String host() {
    URI uri = URI.create(url);
    return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  private String nonce() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Sorted and percent-encoded, as signature and request want it.
  static String query(Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
  }

  /// The header of that name.
  ///
  /// @param acs the headers that begin with `x-acs-`
  static String authorization(
      String host, String query, Map<String, String> acs, String keyId, String secret) {
    TreeMap<String, String> signed = new TreeMap<>(acs);
    signed.put("host", host);
    String names = String.join(";", signed.keySet());
    StringBuilder canonical = new StringBuilder("POST\n/\n").append(query).append('\n');
    signed.forEach(
        (name, value) -> canonical.append(name).append(':').append(value.strip()).append('\n'));
    canonical.append('\n').append(names).append('\n').append(acs.get("x-acs-content-sha256"));
    String toSign = ALGORITHM + "\n" + Hashes.sha256(Utf8.bytes(canonical.toString()));
    String signature =
        HexFormat.of().formatHex(Hashes.hmac(Utf8.bytes(secret), Utf8.bytes(toSign)));
    return "%s Credential=%s,SignedHeaders=%s,Signature=%s"
        .formatted(ALGORITHM, keyId, names, signature);
  }

  /// RFC 3986.
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
