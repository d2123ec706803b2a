package io.mallwatch.metrics.tsdb.block;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Which blocks to merge.
///
/// Looked at are blocks in the same aligned window, of each length in turn, short ones first.
/// Neighbours are merged when their window is over, so that 2 h blocks become 8 h and then 1 d
/// blocks. Blocks that overlap are merged when that pays: when the small ones together reach a
/// quarter of the largest, or there are many; so history that is laid down late, bit by bit, is not
/// written again with each bit.
public final class Compaction {

  /// Overlapping blocks of one window that are always merged.
  private static final int MANY = 8;

  /// How many times larger than all others together the largest block may be to be merged.
  private static final int WORTH = 4;

  private Compaction() {}

  /// Numbers of blocks that should become one; empty when all is well.
  ///
  /// @param windowsMillis lengths of windows, increasing
  public static Optional<Set<Long>> plan(List<BlockMeta> blocks, List<Long> windowsMillis) {
    long newest = blocks.stream().mapToLong(BlockMeta::toMillis).max().orElse(0);
    for (long window : windowsMillis) {
      Map<Long, List<BlockMeta>> groups = new TreeMap<>();
      for (BlockMeta block : blocks) {
        long slot = Math.floorDiv(block.fromMillis(), window);
        if (Math.floorDiv(block.toMillis() - 1, window) == slot) {
          groups.computeIfAbsent(slot, s -> new ArrayList<>()).add(block);
        }
      }
      for (Map.Entry<Long, List<BlockMeta>> group : groups.entrySet()) {
        boolean over = (group.getKey() + 1) * window <= newest;
        List<BlockMeta> members = group.getValue();
        boolean due = overlap(members) ? pays(members) : over;
        if (members.size() > 1 && due) {
          Set<Long> numbers = new HashSet<>();
          members.forEach(member -> numbers.add(member.number()));
          return Optional.of(numbers);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean pays(List<BlockMeta> blocks) {
    long total = 0;
    long largest = 0;
    for (BlockMeta block : blocks) {
      total += block.bytes();
      largest = Math.max(largest, block.bytes());
    }
    return blocks.size() >= MANY || (total - largest) * WORTH >= largest;
  }

  private static boolean overlap(List<BlockMeta> blocks) {
    for (int i = 0; i < blocks.size(); i++) {
      for (int j = i + 1; j < blocks.size(); j++) {
        if (blocks.get(i).fromMillis() < blocks.get(j).toMillis()
            && blocks.get(j).fromMillis() < blocks.get(i).toMillis()) {
          return true;
        }
      }
    }
    return false;
  }
}
