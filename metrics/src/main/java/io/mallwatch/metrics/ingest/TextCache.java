package io.mallwatch.metrics.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Texts that come again and again, one object for each: names and values of labels. It has a fixed
/// number of places; texts that meet in one push each other out. Thread-safe without locks: a race
/// costs one more object.
public final class TextCache {

  private static final char REPLACEMENT = '\ufffd';

  /// Longer ones are not kept.
  private static final int LONGEST = 200;

  private final @Nullable String[] places;

  /// @param places how many texts at most; a power of two
  public TextCache(int places) {
    if (Integer.bitCount(places) != 1) {
      throw new IllegalArgumentException("%d is no power of two".formatted(places));
    }
    this.places = new String[places];
  }

  /// The text that `bytes[from, to)` are in UTF-8; null when they are not UTF-8.
  public @Nullable String text(byte[] bytes, int from, int to) {
    int length = to - from;
    int hash = length;
    int signs = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
      signs |= bytes[i];
    }
    int place = (hash ^ hash >>> 15) & (places.length - 1);
    if (signs < 0) {
      return beyondAscii(bytes, from, to, place);
    }
    String known = places[place];
    if (known != null && known.length() == length && same(known, bytes, from)) {
      return known;
    }
    return kept(new String(bytes, from, length, StandardCharsets.ISO_8859_1), place);
  }

  private static boolean same(String text, byte[] bytes, int from) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }

  private @Nullable String beyondAscii(byte[] bytes, int from, int to, int place) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(
            text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, from, to))) {
      return null;
    }
    String known = places[place];
    return text.equals(known) ? known : kept(text, place);
  }

  private String kept(String text, int place) {
    if (text.length() <= LONGEST) {
      places[place] = text;
    }
    return text;
  }
}
