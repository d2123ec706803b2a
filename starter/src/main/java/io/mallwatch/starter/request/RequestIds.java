package io.mallwatch.starter.request;

import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes a caller's request id where it is harmless, else makes one that sorts by time (a version 7
/// UUID, RFC 9562).
public final class RequestIds {
  private static final Pattern HARMLESS = Pattern.compile("[\\w.-]{1,128}");

  private final InstantSource clock;
  private final RandomGenerator random;

  public RequestIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /// Returns `offered` if it holds 1 to 128 word characters, dots and dashes; else a new id.
  /// Anything else could forge log lines.
  public String acceptOrCreate(@Nullable String offered) {
    return offered != null && HARMLESS.matcher(offered).matches() ? offered : create();
  }

  private String create() {
    long time = clock.millis() << 16;
    long high = time | 0x7000L | (random.nextLong() & 0x0fffL);
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
