package io.mallwatch.ops.backup.s3;

import io.mallwatch.ops.backup.store.Digests;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS Signature Version 4 for S3, in headers.
///
/// @param region such as `cn-hangzhou`
record Signer(String accessKey, String secretKey, String region) {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";

  /// What is signed.
  ///
  /// @param path not encoded, from `/`
  /// @param query not encoded
  /// @param host as the `Host` header has it
  /// @param payloadSha256 64 hex digits
  record Request(
      String method, String path, Map<String, String> query, String host, String payloadSha256) {}

  /// The headers to send with `request`, other than `Host`.
  Map<String, String> headers(Request request, Instant now) {
    String stamp = STAMP.format(now);
    Map<String, String> headers = new TreeMap<>();
    headers.put("x-amz-content-sha256", request.payloadSha256());
    headers.put("x-amz-date", stamp);
    Map<String, String> signed = new TreeMap<>(headers);
    signed.put("host", request.host());
    String names = String.join(";", signed.keySet());
    StringBuilder canonical = new StringBuilder();
    canonical.append(request.method()).append('\n');
    canonical.append(encode(request.path(), true)).append('\n');
    canonical.append(query(request.query())).append('\n');
    signed.forEach(
        (name, value) -> canonical.append(name).append(':').append(value.strip()).append('\n'));
    canonical.append('\n').append(names).append('\n').append(request.payloadSha256());
    String scope = "%s/%s/s3/aws4_request".formatted(stamp.substring(0, 8), region);
    String toSign =
        "%s\n%s\n%s\n%s"
            .formatted(
                ALGORITHM,
                stamp,
                scope,
                Digests.hex(canonical.toString().getBytes(StandardCharsets.UTF_8)));
    headers.put(
        "authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                ALGORITHM,
                accessKey,
                scope,
                names,
                HexFormat.of().formatHex(hmac(key(stamp.substring(0, 8)), toSign))));
    return headers;
  }

  private byte[] key(String day) {
    byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
    for (String part : List.of(day, region, "s3", "aws4_request")) {
      key = hmac(key, part);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /// A query in the order that is signed.
  static String query(Map<String, String> query) {
    List<String> pairs = new ArrayList<>();
    new TreeMap<>(query)
        .forEach((name, value) -> pairs.add(encode(name, false) + "=" + encode(value, false)));
    return String.join("&", pairs);
  }

  /// Percent-encodes all but letters, digits and `-._~`.
  ///
  /// @param path whether slashes stay
  static String encode(String text, boolean path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || c == '-' || c == '.' || c == '_' || c == '~' || (path && c == '/')) {
        encoded.append(c);
      } else {
        encoded.append('%').append("%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }

  @Override
  public String toString() {
    return "Signer[" + accessKey + "]";
  }
}
