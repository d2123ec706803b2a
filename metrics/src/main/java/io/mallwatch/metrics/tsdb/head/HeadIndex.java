package io.mallwatch.metrics.tsdb.head;

import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.index.SeriesIndex;
import io.mallwatch.metrics.tsdb.index.ValueTest;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Label pairs of the series in the head, and the one place that holds their texts. Refs come in
/// increasing order, so lists only grow at their end; what a reader took stays as it was.
/// Thread-safe.
public final class HeadIndex implements SeriesIndex {

  /// Memory that a text takes besides its characters, with its list and its place in a map.
  private static final int VALUE_BYTES = 160;

  /// Memory of the labels of a series without their texts: object, array, entries in lists.
  private static final int LABELS_BYTES = 40;

  private static final int LABEL_BYTES = 8 + 6;

  private static final int MOST_ANSWERS = 256;

  /// Answers that name more lists than this are not remembered.
  private static final int MOST_LISTS = 10_000;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Map<String, Values> names = new HashMap<>(); // guarded by lock
  private Refs all = new Refs(""); // guarded by lock

  /// Answers to expressions, the least used go first.
  private final Map<Question, Answer> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Answer> eldest) {
          return size() > MOST_ANSWERS;
        }
      }; // guarded by itself

  /// The values of one label, also in the order in which they came.
  private static final class Values {
    private final String name;
    private final Map<String, Refs> byValue = new HashMap<>();
    private Refs[] inOrder = new Refs[1]; // entries once written are not changed
    private int count;

    Values(String name) {
      this.name = name;
    }

    Refs add(String value) {
      Refs refs = new Refs(value);
      byValue.put(value, refs);
      if (count == inOrder.length) {
        inOrder = Arrays.copyOf(inOrder, count + Math.max(1, count / 2));
      }
      inOrder[count++] = refs;
      return refs;
    }

    /// These without series; a new one, because the order is another.
    Values without(IntPredicate gone) {
      Values rest = new Values(name);
      for (int i = 0; i < count; i++) {
        Refs left = inOrder[i].without(gone);
        if (left.size > 0) {
          Refs added = rest.add(left.value);
          added.refs = left.refs;
          added.size = left.size;
        }
      }
      return rest;
    }
  }

  /// An expression; equal ones are asked again and again.
  private record Question(Matcher matcher, boolean passing) {}

  /// The lists that it names among the first `looked` values of `values`.
  private record Answer(Values values, int looked, List<Refs> lists) {}

  /// What an addition came to.
  ///
  /// @param labels equal to those given, made of texts that are held already
  /// @param bytes memory taken, about
  record Added(Labels labels, int bytes) {}

  /// Adds a series whose ref is higher than all before.
  Added add(int ref, Labels labels) {
    String[] pairs = new String[labels.size() * 2];
    int bytes = LABELS_BYTES + labels.size() * LABEL_BYTES;
    lock.writeLock().lock();
    try {
      all.add(ref);
      for (int i = 0; i < labels.size(); i++) {
        Values values = names.get(labels.name(i));
        if (values == null) {
          values = new Values(labels.name(i));
          names.put(values.name, values);
        }
        Refs refs = values.byValue.get(labels.value(i));
        if (refs == null) {
          refs = values.add(labels.value(i));
          bytes += VALUE_BYTES + refs.value.length();
        }
        refs.add(ref);
        pairs[i * 2] = values.name;
        pairs[i * 2 + 1] = refs.value;
      }
    } finally {
      lock.writeLock().unlock();
    }
    return new Added(Labels.ofSortedPairs(pairs), bytes);
  }

  /// Forgets series.
  void remove(IntPredicate gone) {
    lock.writeLock().lock();
    try {
      all = all.without(gone);
      names.replaceAll((name, values) -> values.without(gone));
      names.values().removeIf(values -> values.count == 0);
    } finally {
      lock.writeLock().unlock();
    }
    synchronized (answers) {
      answers.clear();
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
      Refs refs = refs(name, value);
      return refs == null ? Postings.EMPTY : refs.view();
    } finally {
      lock.readLock().unlock();
    }
  }

  private @Nullable Refs refs(String name, String value) {
    Values values = names.get(name);
    return values == null ? null : values.byValue.get(value);
  }

  @Override
  public Collection<String> values(String name) {
    lock.readLock().lock();
    try {
      Values values = names.get(name);
      return values == null ? List.of() : List.copyOf(values.byValue.keySet());
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Looks only at values that came since the same was asked last; without a lock.
  @Override
  public Postings matching(ValueTest test, boolean passing) {
    Values values;
    Refs[] inOrder;
    int count;
    lock.readLock().lock();
    try {
      values = names.get(test.matcher().name());
      if (values == null) {
        return Postings.EMPTY;
      }
      inOrder = values.inOrder;
      count = values.count;
    } finally {
      lock.readLock().unlock();
    }
    Question question = new Question(test.matcher(), passing);
    Answer known;
    synchronized (answers) {
      known = answers.get(question);
    }
    List<Refs> lists = new ArrayList<>();
    int from = 0;
    if (known != null && known.values == values && known.looked <= count) {
      lists.addAll(known.lists);
      from = known.looked;
    }
    for (int i = from; i < count; i++) {
      if (test.passes(inOrder[i].value) == passing) {
        lists.add(inOrder[i]);
      }
    }
    if (lists.size() <= MOST_LISTS) {
      synchronized (answers) {
        answers.put(question, new Answer(values, count, lists));
      }
    }
    return union(lists);
  }

  private Postings union(List<Refs> lists) {
    List<Postings> views = new ArrayList<>(lists.size());
    lock.readLock().lock();
    try {
      for (Refs refs : lists) {
        views.add(refs.view());
      }
    } finally {
      lock.readLock().unlock();
    }
    return Postings.anyOf(views);
  }

  /// How many series have label `name` = `value`.
  public int seriesWith(String name, String value) {
    lock.readLock().lock();
    try {
      Refs refs = refs(name, value);
      return refs == null ? 0 : refs.size;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// How many values label `name` has.
  public int valueCount(String name) {
    lock.readLock().lock();
    try {
      Values values = names.get(name);
      return values == null ? 0 : values.byValue.size();
    } finally {
      lock.readLock().unlock();
    }
  }

  /// How many series each value of each label has.
  public Map<String, Map<String, Integer>> counts() {
    lock.readLock().lock();
    try {
      Map<String, Map<String, Integer>> counts = new TreeMap<>();
      names.forEach((name, values) -> {
        Map<String, Integer> sizes = new HashMap<>();
        values.byValue.forEach((value, refs) -> sizes.put(value, refs.size));
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
      return new ArrayList<>(names.keySet());
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Increasing refs; entries once written are not changed.
  private static final class Refs {
    private final String value;
    private int[] refs = new int[1];
    private int size;

    Refs(String value) {
      this.value = value;
    }

    void add(int ref) {
      if (size == refs.length) {
        refs = Arrays.copyOf(refs, size + Math.max(1, size / 2));
      }
      refs[size++] = ref;
    }

    Refs without(IntPredicate gone) {
      Refs rest = new Refs(value);
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
