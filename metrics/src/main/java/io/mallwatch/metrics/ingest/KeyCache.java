package io.mallwatch.metrics.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What was made of some bytes, found again by their [ByteHash]. Bounded by entries and by what the
/// entries are said to weigh. What was not asked for during two generations goes first; when all is
/// in use, new values are not kept. Thread-safe: finding takes no lock, keeping does.
///
/// Entries lie in columns in the order in which they came, which is the order in which their sender
/// asks for them again: what is read next is in the processor's cache already.
public final class KeyCache<V> {

  private static final int START = 256;
  private static final int NONE = -1;

  /// Columns of entries and the hash table that leads to them.
  private static final class Entries<V> {
    private final long[] hashes; // two of each entry
    private final @Nullable Object[] values;
    private final int[] weights;
    private final int[] next; // what was asked for after it; written by races, a hint
    private final int[] usedIn; // written by races; all that is at stake is when it goes
    private final AtomicIntegerArray slots; // 0, or 1 more than where the entry stands
    private volatile int size; // entries below it are whole and do not change any more

    /// @param slots a power of two; half as many entries find room
    Entries(int slots) {
      int room = slots / 2;
      this.hashes = new long[room * 2];
      this.values = new Object[room];
      this.weights = new int[room];
      this.next = new int[room];
      this.usedIn = new int[room];
      this.slots = new AtomicIntegerArray(slots);
    }

    boolean isFull() {
      return size == values.length;
    }

    boolean is(int at, long first, long second) {
      return hashes[at * 2] == first && hashes[at * 2 + 1] == second;
    }

    /// Where the entry with this hash stands, or [#NONE].
    int find(long first, long second) {
      int mask = slots.length() - 1;
      int slot = (int) first & mask;
      int at = slots.getAcquire(slot) - 1;
      while (at >= 0 && !is(at, first, second)) {
        slot = (slot + 1) & mask;
        at = slots.getAcquire(slot) - 1;
      }
      return at;
    }

    @SuppressWarnings("unchecked") // only values of V are put there
    V value(int at) {
      return (V) values[at];
    }

    void used(int at, int generation) {
      if (usedIn[at] != generation) {
        usedIn[at] = generation;
      }
    }

    /// Adds an entry that is not there; there is room. One thread at a time.
    void add(long first, long second, V value, int weight, int generation) {
      int at = size;
      hashes[at * 2] = first;
      hashes[at * 2 + 1] = second;
      values[at] = value;
      weights[at] = weight;
      next[at] = at + 1;
      usedIn[at] = generation;
      size = at + 1;
      int mask = slots.length() - 1;
      int slot = (int) first & mask;
      while (slots.getPlain(slot) != 0) {
        slot = (slot + 1) & mask;
      }
      slots.setRelease(slot, at + 1);
    }
  }

  private final int maxEntries;
  private final long maxWeight;
  private final long generationMillis;
  private final LongAdder unkept = new LongAdder();
  private volatile Entries<V> entries = new Entries<>(START);
  private volatile int generation;
  private long weight; // guarded by this
  private int fullIn = -1; // guarded by this: the generation in which nothing could be let go

  /// @param maxEntries most values
  /// @param maxWeight most that they may weigh together
  /// @param keep how long a value is kept that nobody asks for, at least; at most three times that
  public KeyCache(int maxEntries, long maxWeight, Duration keep) {
    this.maxEntries = maxEntries;
    this.maxWeight = maxWeight;
    this.generationMillis = Math.max(1, keep.toMillis());
  }

  /// Says what time it is; lets old values go when another generation begins.
  public void tick(long nowMillis) {
    int now = (int) (nowMillis / generationMillis);
    if (now != generation) {
      synchronized (this) {
        if (now != generation) {
          generation = now;
          rebuild(now - 1);
        }
      }
    }
  }

  /// What was kept under this hash, or null.
  public @Nullable V find(long first, long second) {
    Entries<V> all = entries;
    int at = all.find(first, second);
    if (at < 0) {
      return null;
    }
    all.used(at, generation);
    return all.value(at);
  }

  /// Finds as [#find(long, long)] does, faster when what is asked for comes in the order in which
  /// it came before. Not thread-safe.
  public static final class Walk<V> {
    private final KeyCache<V> cache;
    private Entries<V> walked;
    private int last = NONE;

    private Walk(KeyCache<V> cache) {
      this.cache = cache;
      this.walked = cache.entries;
    }

    /// What was kept under this hash, or null.
    public @Nullable V find(long first, long second) {
      Entries<V> all = cache.entries;
      int before = all == walked ? last : NONE;
      int next = before < 0 ? NONE : all.next[before];
      if (next < 0 || next >= all.size || !all.is(next, first, second)) {
        next = all.find(first, second);
        if (next >= 0 && before >= 0) {
          all.next[before] = next;
        }
      }
      walked = all;
      last = next;
      if (next < 0) {
        return null;
      }
      all.used(next, cache.generation);
      return all.value(next);
    }
  }

  /// A walk from the beginning.
  public Walk<V> walk() {
    return new Walk<>(this);
  }

  /// Keeps `value` if there is room; when somebody else kept one meanwhile, that one is returned.
  public synchronized V keep(long first, long second, V value, int weighs) {
    V known = find(first, second);
    if (known != null) {
      return known;
    }
    if (!makeRoom(weighs)) {
      unkept.increment();
      return value;
    }
    entries.add(first, second, value, weighs, generation);
    weight += weighs;
    return value;
  }

  private boolean makeRoom(int weighs) {
    if (isOver(weighs)) {
      if (fullIn == generation) {
        return false;
      }
      rebuild(generation);
      if (isOver(weighs)) {
        fullIn = generation;
        return false;
      }
    }
    if (entries.isFull()) {
      rebuild(Integer.MIN_VALUE);
    }
    return true;
  }

  private boolean isOver(int weighs) {
    return entries.size >= maxEntries || weight + weighs > maxWeight;
  }

  /// Into new columns, so that those who read the old ones are not disturbed.
  private void rebuild(int oldestUse) {
    Entries<V> old = entries;
    int kept = 0;
    for (int i = 0; i < old.size; i++) {
      kept += old.usedIn[i] >= oldestUse ? 1 : 0;
    }
    int slots = START;
    while (slots < kept * 3L) {
      slots <<= 1;
    }
    Entries<V> fresh = new Entries<>(slots);
    long weighs = 0;
    for (int i = 0; i < old.size && !fresh.isFull(); i++) {
      if (old.usedIn[i] >= oldestUse) {
        fresh.add(
            old.hashes[i * 2], old.hashes[i * 2 + 1], old.value(i), old.weights[i], old.usedIn[i]);
        weighs += old.weights[i];
      }
    }
    weight = weighs;
    entries = fresh;
  }

  public synchronized int size() {
    return entries.size;
  }

  /// Values that found no room, since the start.
  public long unkept() {
    return unkept.sum();
  }
}
