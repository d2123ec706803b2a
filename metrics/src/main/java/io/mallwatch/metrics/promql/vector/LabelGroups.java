package io.mallwatch.metrics.promql.vector;

import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Numbers groups of series that agree in a [LabelSubset], in order of first appearance from 0. Not
/// thread-safe while series are added.
public final class LabelGroups {

  private static final int NONE = -1;

  private final LabelSubset subset;
  private final List<Labels> groups = new ArrayList<>();
  private long[] hashes = new long[16];
  private int[] table = emptyTable(64);

  public LabelGroups(LabelSubset subset) {
    this.subset = subset;
  }

  private static int[] emptyTable(int size) {
    int[] table = new int[size];
    Arrays.fill(table, NONE);
    return table;
  }

  /// How many groups there are.
  public int size() {
    return groups.size();
  }

  /// The labels that all series of a group share by definition.
  public Labels labels(int group) {
    return groups.get(group);
  }

  /// The group of a series, or -1.
  public int find(Labels labels) {
    return table[slot(subset.hash(labels), labels)];
  }

  /// The group of a series; a new one when needed.
  public int add(Labels labels) {
    long hash = subset.hash(labels);
    int slot = slot(hash, labels);
    if (table[slot] != NONE) {
      return table[slot];
    }
    int group = groups.size();
    groups.add(subset.of(labels));
    if (group == hashes.length) {
      hashes = Arrays.copyOf(hashes, group * 2);
    }
    hashes[group] = hash;
    table[slot] = group;
    if (groups.size() * 2 > table.length) {
      grow();
    }
    return group;
  }

  /// Where a group is in the table, or the free place where it belongs.
  private int slot(long hash, Labels labels) {
    int mask = table.length - 1;
    int slot = (int) hash & mask;
    while (table[slot] != NONE
        && !(hashes[table[slot]] == hash && subset.same(groups.get(table[slot]), labels))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    table = emptyTable(table.length * 2);
    int mask = table.length - 1;
    for (int group = 0; group < groups.size(); group++) {
      int slot = (int) hashes[group] & mask;
      while (table[slot] != NONE) {
        slot = (slot + 1) & mask;
      }
      table[slot] = group;
    }
  }
}
