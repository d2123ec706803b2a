package io.mallwatch.alerts.notify.vendor;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// SHA-256 and its keyed form, as vendors' signatures use them.
public final class Hashes {

  private static final String HMAC = "HmacSHA256";

  private Hashes() {}

  /// Lower-case hex of SHA-256.
  public static String sha256(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// HMAC-SHA256 of `message`; `key` must not be empty.
  public static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA256", e);
    }
  }

  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// A short name for something secret, so that people can tell two apart.
  public static String nickname(String secret) {
    return "#" + sha256(Utf8.bytes(secret)).substring(0, 6);
  }
}
