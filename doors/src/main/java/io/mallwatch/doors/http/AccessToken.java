package io.mallwatch.doors.http;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one secret that opens the doors. A request brings it as `Authorization: Bearer TOKEN` (RFC
/// 6750) or as the password of basic authentication (RFC 7617) under any user name, which is what a
/// browser asks people for.
///
/// Only its SHA-256 digest is held, and digests are compared: neither a log, nor a heap dump, nor
/// the time a comparison takes tells the token.
public final class AccessToken {

  private static final Logger logger = LoggerFactory.getLogger(AccessToken.class);

  /// No secret: whoever reaches the doors may enter.
  public static final AccessToken OPEN = new AccessToken(new byte[0]);

  /// What a refused request is asked for, as `WWW-Authenticate`.
  static final String CHALLENGE = "Basic realm=\"Mallwatch\", charset=\"UTF-8\"";

  private final byte[] digest;

  private AccessToken(byte[] digest) {
    this.digest = digest;
  }

  /// The token `text`; [#OPEN] when that is empty.
  public static AccessToken of(String text) {
    return text.isEmpty() ? OPEN : new AccessToken(sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Whether everybody may enter.
  public boolean isOpen() {
    return digest.length == 0;
  }

  @Override
  public String toString() {
    return isOpen() ? "open" : "token";
  }

  private static byte[] sha256(byte[] secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// What a request brings as a token; empty when it brings none.
  private static Optional<byte[]> brought(Head head) {
    String[] parts = head.header("authorization").orElse("").strip().split("\\s+", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    return switch (parts[0].toLowerCase(Locale.ROOT)) {
      // Header values are read as ISO 8859-1, so these are the bytes as sent.
      case "bearer" -> Optional.of(parts[1].getBytes(StandardCharsets.ISO_8859_1));
      case "basic" -> Optional.of(password(parts[1]));
      default -> Optional.empty();
    };
  }

  /// What stands behind the first colon; nothing, which is never right, when this is no Base64.
  private static byte[] password(String base64) {
    try {
      byte[] pair = Base64.getDecoder().decode(base64);
      int colon = 0;
      while (colon < pair.length && pair[colon] != ':') {
        colon++;
      }
      return Arrays.copyOfRange(pair, Math.min(colon + 1, pair.length), pair.length);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /// Lets requests pass that bring the token. Thread-safe.
  ///
  /// An address that brought [#MOST_GUESSES] different wrong tokens within a minute is refused
  /// whatever it brings until the minute is over. The same wrong token again is no new guess: a
  /// sender that missed a change of the token must not lock out others behind the same gateway.
  static final class Guard {

    static final int MOST_GUESSES = 20;
    static final int MOST_ADDRESSES = 1024;
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private final AccessToken token;
    private final LongSupplier nanos;

    // guarded by this; the oldest minute first
    private final LinkedHashMap<String, Guesses> guesses = new LinkedHashMap<>();

    /// The different wrong tokens of one address, by a part of their digests.
    private record Guesses(long begin, Set<Long> tokens) {}

    /// @param nanos a clock that never goes back, such as [System#nanoTime()]
    Guard(AccessToken token, LongSupplier nanos) {
      this.token = token;
      this.nanos = nanos;
    }

    /// Why the request may not pass; empty when it may.
    Optional<Problem> check(Head head, InetAddress from) {
      if (token.isOpen()) {
        return Optional.empty();
      }
      Optional<byte[]> brought = brought(head);
      if (brought.isEmpty()) {
        return Optional.of(
            Problem.unauthorized(
                "a token is required: send 'Authorization: Bearer TOKEN', or the token as the"
                    + " password of basic authentication"));
      }
      byte[] digest = sha256(brought.get());
      return judge(network(from), digest, MessageDigest.isEqual(digest, token.digest));
    }

    private synchronized Optional<Problem> judge(String from, byte[] digest, boolean right) {
      long now = nanos.getAsLong();
      forgetEnded(now);
      Guesses before = guesses.get(from);
      if (before != null && before.tokens().size() >= MOST_GUESSES) {
        long left = WINDOW.toNanos() - (now - before.begin());
        return Optional.of(Problem.guessing(Duration.ofSeconds(Math.ceilDiv(left, NANOS))));
      }
      if (right) {
        return Optional.empty();
      }
      if (before == null) {
        if (guesses.size() >= MOST_ADDRESSES) {
          guesses.pollFirstEntry();
        }
        before = new Guesses(now, new HashSet<>());
        guesses.put(from, before);
      }
      before.tokens().add(ByteBuffer.wrap(digest).getLong());
      if (before.tokens().size() == MOST_GUESSES) {
        logger.warn("refused for a minute after {} wrong tokens: address={}", MOST_GUESSES, from);
      }
      return Optional.of(Problem.unauthorized("the token is wrong"));
    }

    private void forgetEnded(long now) {
      Map.Entry<String, Guesses> oldest = guesses.firstEntry();
      while (oldest != null && now - oldest.getValue().begin() >= WINDOW.toNanos()) {
        guesses.pollFirstEntry();
        oldest = guesses.firstEntry();
      }
    }

    /// How many addresses are remembered.
    synchronized int addresses() {
      return guesses.size();
    }

    /// The address; of IPv6 the first 64 bits, for the rest is its owner's to choose.
    private static String network(InetAddress address) {
      byte[] bytes = address.getAddress();
      return bytes.length <= 4
          ? address.getHostAddress()
          : HexFormat.ofDelimiter(":").formatHex(bytes, 0, 8) + "::/64";
    }
  }
}
