package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.index.SeriesIndex;
import io.mallwatch.model.Label;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;

/// Label pairs of the series in the head. Refs come in increasing order, so lists only grow at
/// their end; what a reader took stays as it was. Thread-safe.
final class HeadIndex implements SeriesIndex {

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Map<String, Refs>> lists = new HashMap<>(); // guarded by lock
  private Refs all = new Refs(); // guarded by lock

  /// Adds a series whose ref is higher than all before.
  void add(int ref, Labels labels) {
    lock.writeLock().lock();
    try {
      all.add(ref);
      for (Label label : labels) {
        lists
            .computeIfAbsent(label.name(), name -> new HashMap<>())
            .computeIfAbsent(label.value(), value -> new Refs())
            .add(ref);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Forgets series.
  void remove(IntPredicate gone) {
    lock.writeLock().lock();
    try {
      all = all.without(gone);
      for (Map<String, Refs> values : lists.values()) {
        values.replaceAll((value, refs) -> refs.without(gone));
        values.values().removeIf(refs -> refs.size == 0);
      }
      lists.values().removeIf(Map::isEmpty);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public Postings all() {
    lock.readLock().lock();
    try {
      return all.view();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Postings postings(String name, String value) {
    lock.readLock().lock();
    try {
      Refs refs = lists.getOrDefault(name, Map.of()).get(value);
      return refs == null ? Postings.EMPTY : refs.view();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public Collection<String> values(String name) {
    lock.readLock().lock();
    try {
      return List.copyOf(lists.getOrDefault(name, Map.of()).keySet());
    } finally {
      lock.readLock().unlock();
    }
  }

  /// How many series each value of each label has.
  Map<String, Map<String, Integer>> counts() {
    lock.readLock().lock();
    try {
      Map<String, Map<String, Integer>> counts = new TreeMap<>();
      lists.forEach((name, values) -> {
        Map<String, Integer> sizes = new HashMap<>();
        values.forEach((value, refs) -> sizes.put(value, refs.size));
        counts.put(name, sizes);
      });
      return counts;
    } finally {
      lock.readLock().unlock();
    }
  }

  List<String> names() {
    lock.readLock().lock();
    try {
      return new ArrayList<>(lists.keySet());
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Increasing refs; entries once written are not changed.
  private static final class Refs {
    private int[] refs = new int[1];
    private int size;

    void add(int ref) {
      if (size == refs.length) {
        refs = Arrays.copyOf(refs, size + Math.max(1, size / 2));
      }
      refs[size++] = ref;
    }

    Refs without(IntPredicate gone) {
      Refs rest = new Refs();
      for (int i = 0; i < size; i++) {
        if (!gone.test(refs[i])) {
          rest.add(refs[i]);
        }
      }
      return rest.size == size ? this : rest;
    }

    Postings view() {
      return new Postings(refs, size);
    }
  }
}
