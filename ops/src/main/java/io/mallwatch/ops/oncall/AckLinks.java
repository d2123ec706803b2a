package io.mallwatch.ops.oncall;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Links with which a person acknowledges an incident without logging in: incident, person and end
/// are in them, signed with HMAC-SHA-256 (RFC 2104), cut to 128 bits.
public final class AckLinks {

  /// How long a link works.
  public static final Duration VALID = Duration.ofHours(24);

  /// Bytes of the key.
  public static final int KEY_BYTES = 32;

  private static final int SIGNATURE_BYTES = 16;

  private final SecretKeySpec key;
  private final InstantSource clock;

  public AckLinks(byte[] key, InstantSource clock) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
    this.clock = clock;
  }

  /// What a link says.
  ///
  /// @param person id
  public record Claim(int incident, String person, Instant until) {}

  /// A text for URLs that stands for the right to acknowledge `incident` as `person`.
  public String token(int incident, String person) {
    Instant until = clock.instant().plus(VALID);
    byte[] claim =
        "%d\n%d\n%s"
            .formatted(incident, until.getEpochSecond(), person)
            .getBytes(StandardCharsets.UTF_8);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString(claim) + "." + base64.encodeToString(sign(claim));
  }

  /// What `token` says; empty when it is not ours or its time is over.
  public Optional<Claim> read(String token) {
    int dot = token.indexOf('.');
    if (dot < 0 || token.length() > 1_000) {
      return Optional.empty();
    }
    try {
      byte[] claim = Base64.getUrlDecoder().decode(token.substring(0, dot));
      byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
      if (!MessageDigest.isEqual(signature, sign(claim))) {
        return Optional.empty();
      }
      String[] parts = new String(claim, StandardCharsets.UTF_8).split("\n", 3);
      Instant until = Instant.ofEpochSecond(Long.parseLong(parts[1]));
      return clock.instant().isBefore(until)
          ? Optional.of(new Claim(Integer.parseInt(parts[0]), parts[2], until))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private byte[] sign(byte[] claim) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(claim), SIGNATURE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
