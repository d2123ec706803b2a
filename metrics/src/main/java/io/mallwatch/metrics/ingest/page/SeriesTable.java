package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The series of one target, numbered from 0 in the order in which they were first seen, found by
/// the hash of the bytes that name them. A series that relabelling drops has no key. Not
/// thread-safe.
final class SeriesTable {

  /// Part of a classic histogram that may become a native one.
  ///
  /// @param bound of a bucket
  /// @param target the number of the native series
  record Part(Kind kind, double bound, int target) {

    /// What a part is.
    enum Kind {
      BUCKET,
      SUM,
      COUNT
    }
  }

  private static final int START = 64;
  private static final int NO_GROUP = -1;
  private static final int SLACK = 1024;

  /// It was on the page that was stored last.
  private static final byte STORED = 1;

  /// It was, and is to be ended when it vanishes.
  private static final byte LIVE = 2;

  /// It is to be ended when the page after the present one has it no longer.
  private static final byte TRACKED = 4;

  private static final byte HISTOGRAM = 8;
  private static final byte SAYS_START = 16;

  private long[] first = new long[START];
  private long[] second = new long[START];
  private int[] length = new int[START];
  private @Nullable SeriesKey[] keys = new SeriesKey[START];
  private int[] seenIn = new int[START];
  private byte[] flags = new byte[START];
  private int[] group = {};
  private @Nullable Part[] parts = {};
  private int size;
  private int[] slots = new int[START * 2]; // number + 1
  private final Map<Labels, Integer> groups = new HashMap<>();

  int size() {
    return size;
  }

  /// The number of the series with this hash; -1 when it is new.
  int find(long hashFirst, long hashSecond) {
    int mask = slots.length - 1;
    int at = (int) hashFirst & mask;
    while (slots[at] != 0) {
      int id = slots[at] - 1;
      if (matches(id, hashFirst, hashSecond)) {
        return id;
      }
      at = (at + 1) & mask;
    }
    return -1;
  }

  boolean matches(int id, long hashFirst, long hashSecond) {
    return first[id] == hashFirst && second[id] == hashSecond;
  }

  /// Numbers a new series.
  ///
  /// @param bytes how many bytes name it on a page of text
  /// @param key null when it is dropped
  int add(long hashFirst, long hashSecond, int bytes, @Nullable SeriesKey key) {
    if (size == first.length) {
      resize(size * 2);
    }
    int id = size++;
    first[id] = hashFirst;
    second[id] = hashSecond;
    length[id] = bytes;
    keys[id] = key;
    insert(id);
    return id;
  }

  private void resize(int capacity) {
    first = Arrays.copyOf(first, capacity);
    second = Arrays.copyOf(second, capacity);
    length = Arrays.copyOf(length, capacity);
    keys = Arrays.copyOf(keys, capacity);
    seenIn = Arrays.copyOf(seenIn, capacity);
    flags = Arrays.copyOf(flags, capacity);
    slots = new int[capacity * 2];
    for (int id = 0; id < size; id++) {
      insert(id);
    }
  }

  private void insert(int id) {
    int mask = slots.length - 1;
    int at = (int) first[id] & mask;
    while (slots[at] != 0) {
      at = (at + 1) & mask;
    }
    slots[at] = id + 1;
  }

  int length(int id) {
    return length[id];
  }

  @Nullable SeriesKey key(int id) {
    return keys[id];
  }

  boolean isSeenIn(int id, int generation) {
    return seenIn[id] == generation;
  }

  void see(int id, int generation) {
    seenIn[id] = generation;
    flags[id] &= (byte) ~TRACKED;
  }

  /// Says that the series, which was seen, is to be ended when it vanishes.
  void track(int id) {
    flags[id] |= TRACKED;
  }

  boolean wasStored(int id) {
    return (flags[id] & STORED) != 0;
  }

  /// Whether it is to be ended because the page of `generation` has it no longer.
  boolean hasVanished(int id, int generation) {
    return (flags[id] & LIVE) != 0 && (seenIn[id] != generation || (flags[id] & TRACKED) == 0);
  }

  void isHistogram(int id) {
    flags[id] |= HISTOGRAM;
  }

  boolean holdsHistograms(int id) {
    return (flags[id] & HISTOGRAM) != 0;
  }

  /// The page of `generation` is stored: what it had is stored and live from now on. Forgets what
  /// was not on it when that is most.
  void stored(int generation) {
    int current = 0;
    for (int id = 0; id < size; id++) {
      if (seenIn[id] == generation) {
        current++;
        boolean live = (flags[id] & TRACKED) != 0;
        flags[id] = (byte) ((flags[id] & ~LIVE) | STORED | (live ? LIVE : 0));
      } else {
        flags[id] &= ~(STORED | LIVE);
      }
    }
    if (size > 2 * current + SLACK) {
      retain(generation);
    }
  }

  /// The ends of all series are stored: none is live.
  void allEnded() {
    for (int id = 0; id < size; id++) {
      flags[id] &= ~LIVE;
    }
  }

  /// The number of those series that share a start time, by what they have in common.
  void group(int id, Labels common, boolean saysStart) {
    if (group.length < first.length) {
      int before = group.length;
      group = Arrays.copyOf(group, first.length);
      Arrays.fill(group, before, group.length, NO_GROUP);
    }
    Integer known = groups.get(common);
    int number = known == null ? groups.size() : known;
    if (known == null) {
      groups.put(common, number);
    }
    group[id] = number;
    flags[id] = (byte) ((flags[id] & ~SAYS_START) | (saysStart ? SAYS_START : 0));
  }

  /// The group; negative when it has none.
  int group(int id) {
    return id < group.length ? group[id] : NO_GROUP;
  }

  /// Whether its value is the start time of its group.
  boolean saysStart(int id) {
    return (flags[id] & SAYS_START) != 0;
  }

  void part(int id, Part part) {
    if (parts.length < first.length) {
      parts = Arrays.copyOf(parts, first.length);
    }
    parts[id] = part;
  }

  @Nullable Part part(int id) {
    return id < parts.length ? parts[id] : null;
  }

  /// Keeps the series of `generation` only, in their order.
  private void retain(int generation) {
    boolean[] keep = new boolean[size];
    for (int id = 0; id < size; id++) {
      Part part = part(id);
      if (seenIn[id] == generation) {
        keep[id] = true;
      }
      if (part != null && keep[id]) {
        keep[part.target()] = true;
      }
    }
    int[] moved = new int[size];
    int kept = 0;
    for (int id = 0; id < size; id++) {
      if (keep[id]) {
        move(id, kept);
        moved[id] = kept++;
      }
    }
    for (int id = 0; id < Math.min(kept, parts.length); id++) {
      Part part = parts[id];
      if (part != null) {
        parts[id] = new Part(part.kind(), part.bound(), moved[part.target()]);
      }
    }
    wipe(kept);
  }

  private void move(int from, int to) {
    first[to] = first[from];
    second[to] = second[from];
    length[to] = length[from];
    keys[to] = keys[from];
    seenIn[to] = seenIn[from];
    flags[to] = flags[from];
    if (from < group.length) {
      group[to] = group[from];
    }
    if (from < parts.length) {
      parts[to] = parts[from];
    }
  }

  private void wipe(int kept) {
    int capacity = Math.max(START, Integer.highestOneBit(Math.max(1, kept)) * 2);
    Arrays.fill(keys, kept, size, null);
    Arrays.fill(seenIn, kept, size, 0);
    Arrays.fill(flags, kept, size, (byte) 0);
    if (kept < group.length) {
      Arrays.fill(group, kept, Math.min(size, group.length), NO_GROUP);
    }
    if (kept < parts.length) {
      Arrays.fill(parts, kept, Math.min(size, parts.length), null);
    }
    size = kept;
    group = group.length == 0 ? group : Arrays.copyOf(group, capacity);
    parts = parts.length == 0 ? parts : Arrays.copyOf(parts, capacity);
    resize(capacity);
    renumberGroups();
  }

  private void renumberGroups() {
    int[] renumbered = new int[groups.size()];
    int next = 1;
    for (int id = 0; id < Math.min(size, group.length); id++) {
      if (group[id] >= 0) {
        if (renumbered[group[id]] == 0) {
          renumbered[group[id]] = next++;
        }
        group[id] = renumbered[group[id]] - 1;
      }
    }
    groups.values().removeIf(number -> renumbered[number] == 0);
    groups.replaceAll((_, number) -> renumbered[number] - 1);
  }

  /// Forgets all, because what becomes of a series has changed. Series that are live must have been
  /// ended before.
  void clear() {
    Arrays.fill(keys, 0, size, null);
    Arrays.fill(seenIn, 0);
    Arrays.fill(flags, (byte) 0);
    Arrays.fill(group, NO_GROUP);
    Arrays.fill(parts, null);
    Arrays.fill(slots, 0);
    groups.clear();
    size = 0;
  }
}
