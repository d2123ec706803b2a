package io.mallwatch.doors.grafana;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/// Titles as they stand in addresses.
final class Slugs {

  private static final int LONGEST = 50;
  private static final String LEFT_OUT = ",\"'\n\r\0?.()";

  /// The name space of object identifiers, RFC 9562.
  private static final UUID NAME_SPACE = UUID.fromString("6ba7b812-9dad-11d1-80b4-00c04fd430c8");

  private Slugs() {}

  /// Latin letters and digits, hyphens for spaces, hexadecimal bytes for all else; a name-based
  /// UUID where that is empty or longer than 50.
  static String of(String title) {
    StringBuilder slug = new StringBuilder();
    String plain =
        Normalizer.normalize(title.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
    plain
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> append(slug, c));
    return slug.isEmpty() || slug.length() > LONGEST ? uuid(title).toString() : slug.toString();
  }

  private static void append(StringBuilder slug, int c) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-') {
      slug.append((char) c);
    } else if (c == ' ') {
      slug.append('-');
    } else if (c == '&') {
      slug.append("and");
    } else if (c == '@') {
      slug.append("at");
    } else if (LEFT_OUT.indexOf(c) < 0) {
      slug.append(HexFormat.of().formatHex(Character.toString(c).getBytes(StandardCharsets.UTF_8)));
    }
  }

  /// Version 5 of RFC 9562.
  private static UUID uuid(String name) {
    byte[] hash;
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(NAME_SPACE.getMostSignificantBits())
              .putLong(NAME_SPACE.getLeastSignificantBits())
              .array());
      hash = sha1.digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    ByteBuffer bits = ByteBuffer.wrap(hash);
    long high = (bits.getLong() & ~0xf000L) | 0x5000L;
    long low = (bits.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
