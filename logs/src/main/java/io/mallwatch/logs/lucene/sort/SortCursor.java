package io.mallwatch.logs.lucene.sort;

import io.mallwatch.model.BadQueryException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place between sorted entries.
///
/// @param values of the last entry seen, one a key
/// @param nanos its time
/// @param sequence its number
record SortCursor(List<@Nullable Object> values, long nanos, long sequence) {

  private static final int PARTS = 2;

  SortCursor {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /// `nanoseconds-sequence`, then for each value `.` and `_` for none, `i` and a whole number, `n`
  /// and the bits of a number, or `t` and a text in base 64; numbers are hexadecimal.
  String text() {
    StringBuilder out = new StringBuilder();
    out.append(Long.toHexString(nanos)).append('-').append(Long.toHexString(sequence));
    for (Object value : values) {
      out.append('.');
      switch (value) {
        case null -> out.append('_');
        case Long number -> out.append('i').append(Long.toHexString(number));
        case Double number ->
            out.append('n').append(Long.toHexString(Double.doubleToRawLongBits(number)));
        default ->
            out.append('t')
                .append(
                    Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(value.toString().getBytes(StandardCharsets.UTF_8)));
      }
    }
    return out.toString();
  }

  /// Reads [#text()] of a query with so many keys.
  ///
  /// @throws BadQueryException when it is none
  static SortCursor parse(String text, int keys) {
    String[] parts = text.split("\\.", -1);
    String[] place = parts[0].split("-", -1);
    try {
      if (parts.length != keys + 1 || place.length != PARTS) {
        throw new IllegalArgumentException("wrong number of parts");
      }
      List<@Nullable Object> values = new ArrayList<>(keys);
      for (int i = 1; i < parts.length; i++) {
        values.add(value(parts[i]));
      }
      return new SortCursor(
          values, Long.parseUnsignedLong(place[0], 16), Long.parseUnsignedLong(place[1], 16));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new BadQueryException("'%s' is no cursor of this query".formatted(text));
    }
  }

  private static @Nullable Object value(String part) {
    String rest = part.substring(1);
    return switch (part.charAt(0)) {
      case '_' -> null;
      case 'i' -> Long.parseUnsignedLong(rest, 16);
      case 'n' -> Double.longBitsToDouble(Long.parseUnsignedLong(rest, 16));
      case 't' -> new String(Base64.getUrlDecoder().decode(rest), StandardCharsets.UTF_8);
      default -> throw new IllegalArgumentException(part);
    };
  }
}
