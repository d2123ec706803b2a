package io.mallwatch.samplemall.shop;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Password hashes, `salt:hash` in hex. PBKDF2 with few rounds: these accounts are made up, and the
/// demo logs in once a second.
public final class Passwords {
  private static final int ROUNDS = 1000;
  private static final int BITS = 256;
  private final RandomGenerator random;

  public Passwords(RandomGenerator random) {
    this.random = random;
  }

  public String hash(String password) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return HexFormat.of().formatHex(salt) + ":" + HexFormat.of().formatHex(derive(password, salt));
  }

  public boolean matches(String password, String hash) {
    int colon = hash.indexOf(':');
    if (colon < 0) {
      return false;
    }
    byte[] salt = HexFormat.of().parseHex(hash.substring(0, colon));
    byte[] expected = HexFormat.of().parseHex(hash.substring(colon + 1));
    return MessageDigest.isEqual(derive(password, salt), expected);
  }

  private static byte[] derive(String password, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ROUNDS, BITS))
          .getEncoded();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(
          "PBKDF2 is missing for a password of "
              + password.getBytes(StandardCharsets.UTF_8).length
              + " bytes",
          missing);
    }
  }
}
