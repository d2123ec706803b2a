package io.mallwatch.logs.pattern;

import io.mallwatch.model.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The patterns of one service and level: Drain (He et al., ICWS 2017) with three changes. Words
/// that differ are not made a value at once, but when [#SIBLINGS] patterns differ from a line in
/// the same places and nowhere else, so `paid` and `refused` stay two patterns and names become
/// one; fewer are enough once a value stood there. Candidates are found by the last word as well as
/// by the first, so lines that begin with a name are found too. A table of whole lines answers for
/// what came before without any search.
///
/// A token's hash stands for the token; two words of one hash are taken for the same. Thread-safe:
/// every method locks.
final class Clusters {

  /// So many other patterns make a place in the line a value.
  static final int SIBLINGS = 7;

  /// So many other patterns show that a place where a value stands now has values.
  private static final int NAMES = 3;

  private static final int TABLE = 1 << 10;
  private static final long FIRST = 0x51_7C_C1_B7L;
  private static final long LAST = 0x27_22_0A_95L;

  final String service;
  final LogLevel level;
  private final int most;
  private final long[] lines = new long[TABLE];
  private final @Nullable Cluster[] byLine = new @Nullable Cluster[TABLE];
  private final Map<Long, List<Cluster>> byEnds = new HashMap<>();
  private final List<Cluster> all = new ArrayList<>();
  private long evicted;
  private long entries;
  private long lastArrival;

  /// @param most patterns at a time; past it those not seen for the longest go
  Clusters(String service, LogLevel level, int most) {
    this.service = service;
    this.level = level;
    this.most = most;
  }

  /// Counts a line and gives the id of its pattern.
  ///
  /// @param scan of `line`
  /// @param millis when it was written
  /// @param arrival when it came
  synchronized String observe(LineScan scan, String line, long millis, long arrival) {
    entries++;
    lastArrival = Math.max(lastArrival, arrival);
    int slot = (int) (scan.whole & (TABLE - 1));
    Cluster cluster = byLine[slot];
    if (cluster == null || lines[slot] != scan.whole || cluster.tokens.length != scan.count) {
      cluster = find(scan, line, millis);
      lines[slot] = scan.whole;
      byLine[slot] = cluster;
    }
    cluster.count(millis);
    return cluster.id;
  }

  private Cluster find(LineScan scan, String line, long millis) {
    List<Cluster> similar = new ArrayList<>();
    List<Long> differences = new ArrayList<>();
    for (List<Cluster> bucket : buckets(scan)) {
      for (Cluster candidate : bucket) {
        long differing = candidate.differences(scan.hash);
        if (differing == 0) {
          return candidate;
        }
        if (differing > 0 && !similar.contains(candidate)) {
          similar.add(candidate);
          differences.add(differing);
        }
      }
    }
    List<Long> fewestFirst =
        differences.stream().distinct().sorted(Comparator.comparingInt(Long::bitCount)).toList();
    for (Long differing : fewestFirst) {
      List<Cluster> siblings = new ArrayList<>();
      for (int i = 0; i < similar.size(); i++) {
        if (differences.get(i).equals(differing)) {
          siblings.add(similar.get(i));
        }
      }
      if (siblings.size() >= SIBLINGS && varied(siblings, scan, differing)) {
        return merged(siblings, differing);
      }
    }
    return create(scan, line, millis);
  }

  /// Whether many words stand in each of the places: where there are two, such as `joined` and
  /// `left`, they are no values.
  private static boolean varied(List<Cluster> siblings, LineScan scan, long differing) {
    for (int i = 0; i < scan.count; i++) {
      if ((differing & (1L << i)) != 0) {
        Set<Long> words = new HashSet<>();
        words.add(scan.hash[i]);
        for (Cluster sibling : siblings) {
          words.add(sibling.tokens[i]);
        }
        if (words.size() <= SIBLINGS / 2) {
          return false;
        }
      }
    }
    return true;
  }

  /// Makes one of the siblings and of all that it then covers.
  private Cluster merged(List<Cluster> siblings, long differing) {
    Cluster survivor =
        siblings.stream().max(Comparator.comparingLong((Cluster one) -> one.total)).orElseThrow();
    long positions = differing;
    for (Cluster sibling : siblings) {
      positions |= sibling.values();
    }
    forget(survivor);
    survivor.generalize(positions);
    for (Cluster other : List.copyOf(all)) {
      if (other.tokens.length == survivor.tokens.length
          && survivor.differences(other.tokens) == 0) {
        forget(other);
        survivor.merge(other);
      }
    }
    keep(survivor);
    return survivor;
  }

  private Cluster create(LineScan scan, String line, long millis) {
    if (all.size() >= most) {
      all.sort(Comparator.comparingLong(one -> one.lastMillis));
      for (Cluster old : List.copyOf(all.subList(0, Math.max(1, most / 10)))) {
        forget(old);
        evicted++;
      }
    }
    Cluster cluster = Cluster.of(Cluster.idOf(service, level, scan), scan, line, millis);
    absorb(cluster);
    keep(cluster);
    return cluster;
  }

  /// Takes in what had words where this one has a value, when that were several: `user alice`,
  /// `user bob` and `user carol` were names, as `user x17` shows.
  private void absorb(Cluster cluster) {
    if (cluster.values() == 0) {
      return;
    }
    Map<Long, List<Cluster>> covered = new HashMap<>();
    for (Cluster other : all) {
      if (other.tokens.length == cluster.tokens.length && cluster.differences(other.tokens) == 0) {
        long words = cluster.values() & ~other.values();
        covered.computeIfAbsent(words, _ -> new ArrayList<>()).add(other);
      }
    }
    for (List<Cluster> others : covered.values()) {
      if (others.size() >= NAMES) {
        for (Cluster other : others) {
          forget(other);
          cluster.merge(other);
        }
      }
    }
  }

  /// Puts a pattern where lines find it.
  synchronized void keep(Cluster cluster) {
    all.add(cluster);
    for (long key : keys(cluster)) {
      byEnds.computeIfAbsent(key, _ -> new ArrayList<>()).add(cluster);
    }
  }

  private void forget(Cluster cluster) {
    all.remove(cluster);
    for (long key : keys(cluster)) {
      List<Cluster> bucket = byEnds.get(key);
      if (bucket != null) {
        bucket.remove(cluster);
        if (bucket.isEmpty()) {
          byEnds.remove(key);
        }
      }
    }
    for (int i = 0; i < TABLE; i++) {
      byLine[i] = byLine[i] == cluster ? null : byLine[i];
    }
  }

  private static long[] keys(Cluster cluster) {
    int length = cluster.tokens.length;
    if (length == 0) {
      return new long[] {FIRST};
    }
    return new long[] {
      key(FIRST, length, cluster.tokens[0]), key(LAST, length, cluster.tokens[length - 1])
    };
  }

  private List<List<Cluster>> buckets(LineScan scan) {
    List<List<Cluster>> buckets = new ArrayList<>(4);
    if (scan.count == 0) {
      add(buckets, FIRST);
      return buckets;
    }
    add(buckets, key(FIRST, scan.count, scan.hash[0]));
    add(buckets, key(LAST, scan.count, scan.hash[scan.count - 1]));
    add(buckets, key(FIRST, scan.count, LineScan.VALUE));
    add(buckets, key(LAST, scan.count, LineScan.VALUE));
    return buckets;
  }

  private void add(List<List<Cluster>> buckets, long key) {
    List<Cluster> bucket = byEnds.get(key);
    if (bucket != null) {
      buckets.add(bucket);
    }
  }

  private static long key(long end, int length, long token) {
    return LineScan.mix(token + end) * 67 + length;
  }

  /// Calls `visit` with every pattern, under the lock.
  synchronized void forEach(java.util.function.Consumer<Cluster> visit) {
    all.forEach(visit);
  }

  /// How many there are, and each of them, as it is kept.
  synchronized byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(all.size());
    for (Cluster cluster : all) {
      cluster.write(out);
    }
    return bytes.toByteArray();
  }

  synchronized int size() {
    return all.size();
  }

  /// Patterns that went because there were too many.
  synchronized long evicted() {
    return evicted;
  }

  /// Lines since the start.
  synchronized long entries() {
    return entries;
  }

  /// When the last line came, in milliseconds since 1970; 0 when none did since the start.
  synchronized long lastArrival() {
    return lastArrival;
  }
}
