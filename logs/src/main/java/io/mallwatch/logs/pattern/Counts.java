package io.mallwatch.logs.pattern;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// How often something happened: by the minute for the last day, by the hour for the last week.
/// Hours in which nothing happened take no room. Not thread-safe.
final class Counts {

  static final int MINUTE_HOURS = 24;
  static final int HOURS = 7 * 24;

  private static final int MINUTES = 60;

  private final long[] minuteHour = new long[MINUTE_HOURS];
  private final int[] @Nullable [] minutes = new int[MINUTE_HOURS] @Nullable [];
  private long lastHour;
  private long[] hours = new long[0];

  /// Counts `times` in a minute, given in minutes since 1970; what is older than a week counts
  /// nowhere here.
  void add(long minute, long times) {
    long hour = Math.floorDiv(minute, MINUTES);
    addHour(hour, times);
    int slot = Math.floorMod(hour, MINUTE_HOURS);
    int[] row = minutes[slot];
    if (row == null || minuteHour[slot] < hour) {
      row = new int[MINUTES];
      minutes[slot] = row;
      minuteHour[slot] = hour;
    }
    if (minuteHour[slot] == hour) {
      row[Math.floorMod(minute, MINUTES)] += (int) Math.min(times, Integer.MAX_VALUE);
    }
  }

  private void addHour(long hour, long times) {
    if (hours.length == 0) {
      hours = new long[HOURS];
      lastHour = hour;
    }
    for (long passed = Math.max(lastHour + 1, hour - HOURS + 1); passed <= hour; passed++) {
      hours[Math.floorMod(passed, HOURS)] = 0;
    }
    lastHour = Math.max(lastHour, hour);
    if (hour > lastHour - HOURS) {
      hours[Math.floorMod(hour, HOURS)] += times;
    }
  }

  /// How often in the minutes `[from, to)` since 1970: exact in the last day, before that by whole
  /// hours that begin in the range.
  long between(long from, long to) {
    long sum = 0;
    long first = Math.max(Math.floorDiv(from, MINUTES), lastHour - HOURS + 1);
    for (long hour = first; hour <= lastHour && hour * MINUTES < to; hour++) {
      int slot = Math.floorMod(hour, MINUTE_HOURS);
      int[] row = minutes[slot];
      long begin = hour * MINUTES;
      if (begin >= from && begin + MINUTES <= to) {
        sum += ofHour(hour);
      } else if (row != null && minuteHour[slot] == hour) {
        for (int m = 0; m < MINUTES; m++) {
          sum += begin + m >= from && begin + m < to ? row[m] : 0;
        }
      } else if (begin >= from && hour <= lastHour - MINUTE_HOURS) {
        sum += ofHour(hour);
      }
    }
    return sum;
  }

  private long ofHour(long hour) {
    return hours.length > 0 && hour <= lastHour && hour > lastHour - HOURS
        ? hours[Math.floorMod(hour, HOURS)]
        : 0;
  }

  /// Adds what `other` counted.
  void merge(Counts other) {
    for (long hour = other.lastHour - HOURS + 1; hour <= other.lastHour; hour++) {
      long ofHour = other.ofHour(hour);
      if (ofHour > 0) {
        addHour(hour, ofHour);
      }
    }
    for (int slot = 0; slot < MINUTE_HOURS; slot++) {
      int[] row = other.minutes[slot];
      if (row != null) {
        mergeRow(slot, other.minuteHour[slot], row);
      }
    }
  }

  private void mergeRow(int slot, long hour, int[] row) {
    int[] own = minutes[slot];
    if (own == null || minuteHour[slot] < hour) {
      minutes[slot] = row.clone();
      minuteHour[slot] = hour;
    } else if (minuteHour[slot] == hour) {
      for (int m = 0; m < MINUTES; m++) {
        own[m] += row[m];
      }
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(lastHour);
    out.writeShort(hours.length);
    for (long hour : hours) {
      writeVarLong(out, hour);
    }
    for (int slot = 0; slot < MINUTE_HOURS; slot++) {
      int[] row = minutes[slot];
      out.writeBoolean(row != null);
      if (row != null) {
        out.writeLong(minuteHour[slot]);
        for (int m : row) {
          writeVarLong(out, m);
        }
      }
    }
  }

  static Counts read(DataInput in) throws IOException {
    Counts counts = new Counts();
    counts.lastHour = in.readLong();
    int length = in.readShort();
    if (length != 0 && length != HOURS) {
      throw new IOException("counts of " + length + " hours");
    }
    counts.hours = new long[length];
    for (int i = 0; i < length; i++) {
      counts.hours[i] = readVarLong(in);
    }
    for (int slot = 0; slot < MINUTE_HOURS; slot++) {
      if (in.readBoolean()) {
        counts.minuteHour[slot] = in.readLong();
        int[] row = new int[MINUTES];
        for (int m = 0; m < MINUTES; m++) {
          row[m] = (int) readVarLong(in);
        }
        counts.minutes[slot] = row;
      }
    }
    return counts;
  }

  private static void writeVarLong(DataOutput out, long value) throws IOException {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      out.writeByte((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    out.writeByte((int) left);
  }

  private static long readVarLong(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.readByte();
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("a number does not end");
  }
}
