package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.model.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// Sees to it that an id stays unique in its index: an id is looked up in the index of every day,
/// and among the ids that were given too lately for that. Those are forgotten as soon as the
/// readers have them, so memory holds [#REMEMBERED] and what waits to be indexed. Thread-safe.
final class OwnIds {

  private static final int REMEMBERED = 50_000;
  private static final Duration NO_REFRESH = Duration.ofDays(1);
  private static final long IN_FLIGHT = Long.MAX_VALUE;

  private final Partitions partitions;
  private final LongSupplier indexed;
  private volatile long madeRoomAt;
  private final Map<String, Long> lately = new HashMap<>(); // key to number; guarded by this

  /// @param indexed number up to which every entry was added to the index
  OwnIds(Partitions partitions, LongSupplier indexed) {
    this.partitions = partitions;
    this.indexed = indexed;
  }

  private static String key(String index, String id) {
    return index + '\0' + id;
  }

  /// Takes the ids of a batch, so that nobody else can use them, and returns which entries may be
  /// stored; waits while another batch is storing one of them. [#settle] must follow.
  boolean[] claim(LogBatch batch) {
    boolean[] free = new boolean[batch.entries().size()];
    List<Integer> unknown = new ArrayList<>();
    try {
      makeRoom();
      synchronized (this) {
        awaitOthers(batch);
        Set<String> mine = new HashSet<>();
        for (int i = 0; i < free.length; i++) {
          String id = batch.id(i);
          free[i] = id == null;
          if (id != null && mine.add(id) && !lately.containsKey(key(batch.index(), id))) {
            lately.put(key(batch.index(), id), IN_FLIGHT);
            unknown.add(i);
          }
        }
      }
      lookUp(batch, unknown, free);
      return free;
    } catch (IOException e) {
      settle(batch, unknown, 0);
      throw new StoreUnavailableException("the log index cannot be read", e);
    }
  }

  private void lookUp(LogBatch batch, List<Integer> unknown, boolean[] free) throws IOException {
    if (unknown.isEmpty()) {
      return;
    }
    List<Integer> known = new ArrayList<>();
    for (int i : unknown) {
      free[i] = true;
    }
    for (Partition partition : partitions.all()) {
      try (Partition.Lease lease = partition.lease(NO_REFRESH)) {
        if (lease == null) {
          continue;
        }
        for (LeafReaderContext leaf : lease.reader().leaves()) {
          lookUp(leaf, batch, unknown, free);
        }
      }
    }
    for (int i : unknown) {
      if (!free[i]) {
        known.add(i);
      }
    }
    settle(batch, known, 0);
  }

  private static void lookUp(
      LeafReaderContext leaf, LogBatch batch, List<Integer> unknown, boolean[] free)
      throws IOException {
    org.apache.lucene.index.Terms terms = leaf.reader().terms(Terms.ID);
    if (terms == null) {
      return;
    }
    TermsEnum each = terms.iterator();
    Bits live = leaf.reader().getLiveDocs();
    PostingsEnum postings = null;
    for (int i : unknown) {
      String id = batch.id(i);
      if (!free[i] || id == null || !each.seekExact(Terms.id(batch.index(), id))) {
        continue;
      }
      postings = each.postings(postings, PostingsEnum.NONE);
      for (int doc = postings.nextDoc();
          doc != PostingsEnum.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        if (live == null || live.get(doc)) {
          free[i] = false;
        }
      }
    }
  }

  private void awaitOthers(LogBatch batch) {
    try {
      while (anyInFlight(batch)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting to write", e);
    }
  }

  private boolean anyInFlight(LogBatch batch) {
    for (String id : batch.ids()) {
      if (id != null) {
        Long at = lately.get(key(batch.index(), id));
        if (at != null && at == IN_FLIGHT) {
          return true;
        }
      }
    }
    return false;
  }

  /// Says what became of the entries that were free.
  ///
  /// @param first number of the first one; 0 when none was stored
  void settle(LogBatch batch, boolean[] free, long first) {
    List<Integer> claimed = new ArrayList<>();
    for (int i = 0; i < free.length; i++) {
      if (free[i]) {
        claimed.add(i);
      }
    }
    settle(batch, claimed, first);
  }

  private synchronized void settle(LogBatch batch, List<Integer> claimed, long first) {
    for (int at = 0; at < claimed.size(); at++) {
      String id = batch.id(claimed.get(at));
      if (id == null) {
        continue;
      }
      String key = key(batch.index(), id);
      if (first == 0) {
        lately.remove(key, IN_FLIGHT);
      } else {
        lately.put(key, first + at);
      }
    }
    notifyAll();
  }

  /// Notes ids that the write-ahead log has and the index may lack.
  synchronized void found(String index, List<@Nullable String> ids, long first) {
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      if (id != null) {
        lately.put(key(index, id), first + i);
      }
    }
  }

  /// Forgets the ids of these indices up to a number: they were dropped.
  synchronized void forget(Set<String> indices, long through) {
    lately
        .entrySet()
        .removeIf(one -> {
          String key = one.getKey();
          return one.getValue() <= through && indices.contains(key.substring(0, key.indexOf('\0')));
        });
  }

  private void makeRoom() throws IOException {
    synchronized (this) {
      if (lately.size() < REMEMBERED) {
        return;
      }
    }
    long through = indexed.getAsLong();
    if (through - madeRoomAt < REMEMBERED / 4) {
      return; // would refresh for little
    }
    madeRoomAt = through;
    for (Partition partition : partitions.all()) {
      Partition.Lease lease = partition.lease(Duration.ZERO);
      if (lease != null) {
        lease.close();
      }
    }
    synchronized (this) {
      lately.values().removeIf(number -> number <= through);
    }
  }
}
