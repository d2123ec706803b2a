package io.mallwatch.metrics.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// What was made of some bytes, found again by their [ByteHash]. Bounded by entries and by what the
/// entries are said to weigh. What was not asked for during two generations goes first; when all is
/// in use, new values are not kept. Thread-safe: finding takes no lock, keeping does.
public final class KeyCache<V> {

  private static final int START = 256;

  private static final class Entry<V> {
    private final long first;
    private final long second;
    private final V value;
    private final int weight;
    private @Nullable Entry<V> next; // what was asked for after it; written by races, a hint
    private int usedIn; // written by races; all that is at stake is when it goes

    Entry(long first, long second, V value, int weight, int usedIn) {
      this.first = first;
      this.second = second;
      this.value = value;
      this.weight = weight;
      this.usedIn = usedIn;
    }
  }

  private final int maxEntries;
  private final long maxWeight;
  private final long generationMillis;
  private final LongAdder unkept = new LongAdder();
  private volatile AtomicReferenceArray<@Nullable Entry<V>> table =
      new AtomicReferenceArray<>(START);
  private volatile int generation;
  private int size; // guarded by this
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
    Entry<V> entry = entry(first, second);
    return entry == null ? null : entry.value;
  }

  private @Nullable Entry<V> entry(long first, long second) {
    AtomicReferenceArray<@Nullable Entry<V>> entries = table;
    int mask = entries.length() - 1;
    int at = (int) first & mask;
    Entry<V> entry = entries.getAcquire(at);
    while (entry != null) {
      if (entry.first == first && entry.second == second) {
        used(entry);
        return entry;
      }
      at = (at + 1) & mask;
      entry = entries.getAcquire(at);
    }
    return null;
  }

  private void used(Entry<V> entry) {
    int now = generation;
    if (entry.usedIn != now) {
      entry.usedIn = now;
    }
  }

  /// Finds as [#find(long, long)] does, faster when what is asked for comes in the order in which
  /// it came before. Not thread-safe.
  public static final class Walk<V> {
    private final KeyCache<V> cache;
    private @Nullable Entry<V> last;

    private Walk(KeyCache<V> cache) {
      this.cache = cache;
    }

    /// What was kept under this hash, or null.
    public @Nullable V find(long first, long second) {
      Entry<V> before = last;
      Entry<V> next = before == null ? null : before.next;
      if (next != null && next.first == first && next.second == second) {
        cache.used(next);
        last = next;
        return next.value;
      }
      Entry<V> found = cache.entry(first, second);
      if (found != null && before != null) {
        before.next = found;
      }
      last = found;
      return found == null ? null : found.value;
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
    insert(table, new Entry<>(first, second, value, weighs, generation));
    size++;
    weight += weighs;
    return value;
  }

  private boolean makeRoom(int weighs) {
    if (size >= maxEntries || weight + weighs > maxWeight) {
      if (fullIn == generation) {
        return false;
      }
      rebuild(generation);
      if (size >= maxEntries || weight + weighs > maxWeight) {
        fullIn = generation;
        return false;
      }
    }
    if (size * 2 >= table.length()) {
      rebuild(Integer.MIN_VALUE);
    }
    return true;
  }

  /// Into a new table, so that those who read the old one are not disturbed.
  private void rebuild(int oldestUse) {
    AtomicReferenceArray<@Nullable Entry<V>> old = table;
    int kept = 0;
    for (int i = 0; i < old.length(); i++) {
      Entry<V> entry = old.get(i);
      kept += entry != null && entry.usedIn >= oldestUse ? 1 : 0;
    }
    int capacity = START;
    while (capacity < kept * 3L) {
      capacity <<= 1;
    }
    AtomicReferenceArray<@Nullable Entry<V>> fresh = new AtomicReferenceArray<>(capacity);
    long weighs = 0;
    int moved = 0;
    for (int i = 0; i < old.length(); i++) {
      Entry<V> entry = old.get(i);
      if (entry != null && entry.usedIn >= oldestUse && moved < kept) {
        insert(fresh, entry);
        weighs += entry.weight;
        moved++;
      }
    }
    size = moved;
    weight = weighs;
    table = fresh;
  }

  private static <V> void insert(AtomicReferenceArray<@Nullable Entry<V>> entries, Entry<V> entry) {
    int mask = entries.length() - 1;
    int at = (int) entry.first & mask;
    while (entries.getPlain(at) != null) {
      at = (at + 1) & mask;
    }
    entries.setRelease(at, entry);
  }

  public synchronized int size() {
    return size;
  }

  /// Values that found no room, since the start.
  public long unkept() {
    return unkept.sum();
  }
}
