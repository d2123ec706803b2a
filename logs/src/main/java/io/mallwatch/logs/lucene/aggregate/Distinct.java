package io.mallwatch.logs.lucene.aggregate;

import java.util.Arrays;

/// Counts different 64-bit hashes: exactly while they are few, then by HyperLogLog with 2^14
/// registers, about 0.8 per cent off (Flajolet et al. 2007).
final class Distinct {

  private static final int BITS = 14;
  private static final int REGISTERS = 1 << BITS;

  private final int exactUpTo;
  private long[] table = new long[16];
  private int size;
  private byte[] registers = new byte[0];

  Distinct(int exactUpTo) {
    this.exactUpTo = exactUpTo;
  }

  /// @param hash not 0
  void add(long hash) {
    if (registers.length > 0) {
      register(hash);
      return;
    }
    int at = slot(table, hash);
    if (table[at] == hash) {
      return;
    }
    table[at] = hash;
    if (++size > exactUpTo) {
      registers = new byte[REGISTERS];
      for (long one : table) {
        if (one != 0) {
          register(one);
        }
      }
      table = new long[0];
    } else if (size * 2 > table.length) {
      long[] larger = new long[table.length * 2];
      for (long one : table) {
        if (one != 0) {
          larger[slot(larger, one)] = one;
        }
      }
      table = larger;
    }
  }

  private static int slot(long[] in, long hash) {
    int mask = in.length - 1;
    int at = (int) (hash ^ (hash >>> 32)) & mask;
    while (in[at] != 0 && in[at] != hash) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void register(long hash) {
    int index = (int) (hash >>> (64 - BITS));
    byte rank = (byte) (Long.numberOfLeadingZeros((hash << BITS) | (1L << (BITS - 1))) + 1);
    if (registers[index] < rank) {
      registers[index] = rank;
    }
  }

  long count() {
    if (registers.length == 0) {
      return size;
    }
    double sum = 0;
    int empty = 0;
    for (byte rank : registers) {
      sum += Math.scalb(1.0, -rank);
      empty += rank == 0 ? 1 : 0;
    }
    double alpha = 0.7213 / (1 + 1.079 / REGISTERS);
    double estimate = alpha * REGISTERS * (double) REGISTERS / sum;
    if (estimate <= 2.5 * REGISTERS && empty > 0) {
      estimate = REGISTERS * Math.log((double) REGISTERS / empty);
    }
    return Math.round(estimate);
  }

  @Override
  public String toString() {
    return "Distinct" + Arrays.asList(count());
  }
}
