package io.mallwatch.logs.lucene;

import io.mallwatch.model.BadQueryException;
import java.util.Optional;

/// Where an entry is: the day it belongs to and its number in the store. Written as an id of 14
/// letters and digits, which sort by day and then by arrival.
///
/// @param day days since 1970, UTC
/// @param sequence number of the entry
record EntryId(long day, long sequence) {

  private static final long NANOS_PER_DAY = 86_400_000_000_000L;
  private static final long FIRST_DAY = -200_000;
  private static final int DAY_DIGITS = 4;
  private static final int DIGITS = 14;

  /// The day of a moment in nanoseconds since 1970.
  static long dayOf(long nanos) {
    return Math.floorDiv(nanos, NANOS_PER_DAY);
  }

  static EntryId of(long nanos, long sequence) {
    return new EntryId(dayOf(nanos), sequence);
  }

  String text() {
    return padded(day - FIRST_DAY, DAY_DIGITS) + padded(sequence, DIGITS - DAY_DIGITS);
  }

  private static String padded(long number, int digits) {
    String text = Long.toString(number, 36);
    return "0".repeat(digits - text.length()) + text;
  }

  /// Reads [#text()]; empty when it is none.
  static Optional<EntryId> parse(String text) {
    if (text.length() != DIGITS || !text.matches("[0-9a-z]+")) {
      return Optional.empty();
    }
    return Optional.of(
        new EntryId(
            Long.parseLong(text.substring(0, DAY_DIGITS), 36) + FIRST_DAY,
            Long.parseLong(text.substring(DAY_DIGITS), 36)));
  }

  /// A place between entries, as a query goes on from it.
  ///
  /// @param nanos time of the last entry seen
  /// @param sequence its number
  record Cursor(long nanos, long sequence) {

    String text() {
      return Long.toHexString(nanos) + "-" + Long.toHexString(sequence);
    }

    /// Reads [#text()].
    ///
    /// @throws BadQueryException when it is none
    static Cursor parse(String text) {
      int dash = text.indexOf('-');
      try {
        return new Cursor(
            Long.parseUnsignedLong(text, 0, dash, 16),
            Long.parseUnsignedLong(text, dash + 1, text.length(), 16));
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new BadQueryException("'%s' is no cursor of this store".formatted(text));
      }
    }
  }
}
