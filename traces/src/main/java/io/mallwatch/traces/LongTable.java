package io.mallwatch.traces;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// From hashes to things, without an object per look-up. Things are never taken out. Not
/// thread-safe.
///
/// @param <T> what is kept
public final class LongTable<T> {

  private long[] keys = new long[64];
  private @Nullable Object[] values = new @Nullable Object[64];
  private final List<T> all = new ArrayList<>();

  /// The thing of `key`, or null.
  public @Nullable T get(long key) {
    @SuppressWarnings("unchecked") // put() lets only T in
    @Nullable T value = (T) values[slot(key)];
    return value;
  }

  /// Puts the thing of a key that has none yet.
  public void put(long key, T value) {
    if (all.size() * 2 >= keys.length) {
      grow();
    }
    int slot = slot(key);
    keys[slot] = key;
    values[slot] = value;
    all.add(value);
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (key >>> 32) & mask;
    while (values[slot] != null && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = Arrays.copyOf(new @Nullable Object[0], keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }

  public int size() {
    return all.size();
  }

  /// Everything, in the order in which it came.
  public List<T> values() {
    return List.copyOf(all);
  }
}
