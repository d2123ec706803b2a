package io.mallwatch.alerts.notify.tencent;

import io.mallwatch.alerts.notify.Secret;
import io.mallwatch.alerts.notify.vendor.Answer;
import io.mallwatch.alerts.notify.vendor.Exchange;
import io.mallwatch.alerts.notify.vendor.Hashes;
import io.mallwatch.alerts.notify.vendor.Json;
import io.mallwatch.alerts.notify.vendor.Utf8;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Calls of Tencent Cloud's API, signed with TC3-HMAC-SHA256.
final class Tc3 {

  private static final String ALGORITHM = "TC3-HMAC-SHA256";
  private static final String CONTENT_TYPE = "application/json; charset=utf-8";
  private static final String END = "tc3_request";

  private final String url;
  private final String service;
  private final String region;
  private final String secretId;
  private final Secret secretKey;
  private final InstantSource clock;

  /// @param service such as `sms`
  Tc3(
      String url,
      String service,
      String region,
      String secretId,
      Secret secretKey,
      InstantSource clock) {
    this.url = url;
    this.service = service;
    this.region = region;
    this.secretId = secretId;
    this.secretKey = secretKey;
    this.clock = clock;
  }

  Answer call(String action, String version, Object body, Exchange exchange)
      throws IOException, InterruptedException {
    byte[] bytes = Json.bytes(body);
    Instant now = clock.instant();
    URI uri = URI.create(url);
    String host = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", CONTENT_TYPE);
    headers.put("X-TC-Action", action);
    headers.put("X-TC-Version", version);
    headers.put("X-TC-Region", region);
    headers.put("X-TC-Timestamp", Long.toString(now.getEpochSecond()));
    headers.put(
        "Authorization", authorization(service, host, bytes, now, secretId, secretKey.read()));
    return exchange.post(url + "/", headers, bytes);
  }

  /// The header of that name.
  static String authorization(
      String service, String host, byte[] body, Instant now, String secretId, String secretKey) {
    String canonical =
        "POST\n/\n\ncontent-type:%s\nhost:%s\n\ncontent-type;host\n%s"
            .formatted(CONTENT_TYPE, host, Hashes.sha256(body));
    String date = now.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    String scope = date + "/" + service + "/" + END;
    String toSign =
        ALGORITHM
            + "\n"
            + now.getEpochSecond()
            + "\n"
            + scope
            + "\n"
            + Hashes.sha256(Utf8.bytes(canonical));
    byte[] ofDate = Hashes.hmac(Utf8.bytes("TC3" + secretKey), Utf8.bytes(date));
    byte[] ofService = Hashes.hmac(ofDate, Utf8.bytes(service));
    byte[] key = Hashes.hmac(ofService, Utf8.bytes(END));
    return "%s Credential=%s/%s, SignedHeaders=content-type;host, Signature=%s"
        .formatted(
            ALGORITHM,
            secretId,
            scope,
            HexFormat.of().formatHex(Hashes.hmac(key, Utf8.bytes(toSign))));
  }
}
