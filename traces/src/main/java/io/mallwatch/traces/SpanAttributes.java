package io.mallwatch.traces;

import io.mallwatch.model.wire.ProtoCursor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Looks for a few attributes of a span by their keys, without reading the others.
public final class SpanAttributes {

  private static final int KEY = 1 << 3 | ProtoCursor.LENGTH;
  private static final int VALUE = 2 << 3 | ProtoCursor.LENGTH;
  private static final int ATTRIBUTES = 9 << 3 | ProtoCursor.LENGTH;

  private final byte[][] keys;

  /// @param keys of the attributes, the preferred first
  public SpanAttributes(String... keys) {
    this.keys = new byte[keys.length][];
    for (int i = 0; i < keys.length; i++) {
      this.keys[i] = keys[i].getBytes(StandardCharsets.UTF_8);
    }
  }

  /// What was found.
  ///
  /// @param key number of the key
  /// @param value as text, not blank
  public record Found(int key, String value) {}

  /// The attribute of the first key that the span has.
  ///
  /// @param cursor over the span
  public @Nullable Found first(ProtoCursor cursor) {
    int best = keys.length;
    int bestAt = 0;
    int bestEnd = 0;
    while (cursor.next()) {
      if (cursor.tag() != ATTRIBUTES) {
        cursor.skip();
        continue;
      }
      int outer = cursor.enter();
      int key = keys.length;
      int at = 0;
      int end = 0;
      while (cursor.next()) {
        int tag = cursor.tag();
        if (tag == KEY || tag == VALUE) {
          int around = cursor.enter();
          if (tag == KEY) {
            key = number(cursor.array(), cursor.position(), cursor.limit());
          } else {
            at = cursor.position();
            end = cursor.limit();
          }
          cursor.leave(around);
        } else {
          cursor.skip();
        }
      }
      cursor.leave(outer);
      if (key < best) {
        best = key;
        bestAt = at;
        bestEnd = end;
      }
    }
    if (best == keys.length) {
      return null;
    }
    String text =
        AttributeText.of(OtlpSpans.anyValue(new ProtoCursor(cursor.array(), bestAt, bestEnd)));
    return text.isBlank() ? null : new Found(best, text);
  }

  private int number(byte[] bytes, int from, int to) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i].length == to - from
          && Arrays.equals(keys[i], 0, keys[i].length, bytes, from, to)) {
        return i;
      }
    }
    return keys.length;
  }
}
