package io.mallwatch.metrics.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompactionTest {

  private static final List<Long> WINDOWS = List.of(100L, 400L, 1200L);

  private static BlockMeta meta(long number, long from, long to) {
    return new BlockMeta(number, number, from, to, 1, 1, 1, 1, 1, List.of());
  }

  @Test
  void neighboursAreMergedWhenTheirWindowIsOver() {
    List<BlockMeta> blocks =
        List.of(meta(1, 0, 100), meta(2, 100, 200), meta(3, 200, 300), meta(4, 300, 400));

    assertThat(Compaction.plan(blocks, WINDOWS)).contains(Set.of(1L, 2L, 3L, 4L));
    assertThat(Compaction.plan(blocks.subList(0, 3), WINDOWS)).isEmpty();
  }

  @Test
  void overlappingBlocksAreMergedAtOnce() {
    assertThat(Compaction.plan(List.of(meta(1, 0, 100), meta(2, 0, 100)), WINDOWS))
        .contains(Set.of(1L, 2L));
    assertThat(Compaction.plan(List.of(meta(1, 0, 1200), meta(2, 0, 100)), WINDOWS))
        .contains(Set.of(1L, 2L));
  }

  @Test
  void aLargeBlockIsNotWrittenAgainForEachSmallOneThatOverlaps() {
    List<BlockMeta> blocks = new ArrayList<>();
    blocks.add(new BlockMeta(1, 1, 0, 1200, 2, 1, 1, 1, 100, List.of()));
    for (long number = 2; number < 8; number++) {
      blocks.add(meta(number, 0, 1200));
      assertThat(Compaction.plan(blocks, WINDOWS)).as("%d small ones", number - 1).isEmpty();
    }
    blocks.add(meta(8, 0, 1200));
    assertThat(Compaction.plan(blocks, WINDOWS)).hasValueSatisfying(p -> assertThat(p).hasSize(8));

    BlockMeta quarter = new BlockMeta(9, 9, 0, 1200, 1, 1, 1, 1, 25, List.of());
    assertThat(Compaction.plan(List.of(blocks.getFirst(), quarter), WINDOWS))
        .contains(Set.of(1L, 9L));
  }
}
