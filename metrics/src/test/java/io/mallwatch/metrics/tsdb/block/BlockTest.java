package io.mallwatch.metrics.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.index.Selection;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Gen;
import io.mallwatch.testkit.Golden;
import io.mallwatch.testkit.TornCopies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockTest {

  private static final List<Long> WINDOWS = List.of(100L, 400L, 1200L);

  @TempDir private Path dir;

  /// Series by labels, samples by time.
  private static final class Model extends TreeMap<Labels, TreeMap<Long, Double>> {
    Model() {
      super(Labels.ORDER);
    }

    void put(Labels labels, long at, double value) {
      computeIfAbsent(labels, l -> new TreeMap<>()).put(at, value);
    }

    void putAll(Model other) {
      other.forEach((labels, samples) -> samples.forEach((at, v) -> put(labels, at, v)));
    }

    List<BlockSeries> series() {
      List<BlockSeries> all = new ArrayList<>();
      forEach((labels, samples) -> {
        SampleBuffer buffer = new SampleBuffer(0);
        samples.forEach(buffer::add);
        all.add(new BlockSeries(labels, buffer));
      });
      return all;
    }
  }

  private static Gen<Model> models() {
    return random -> {
      Model model = new Model();
      int count = random.nextInt(1, 12);
      for (int i = 0; i < count; i++) {
        Labels labels =
            Labels.of(
                "__name__",
                "m" + random.nextInt(3),
                "v",
                Gen.text(3).next(random),
                "w",
                "w" + random.nextInt(2));
        int samples = random.nextInt(1, 700);
        for (int s = 0; s < samples; s++) {
          model.put(labels, random.nextInt(1200), random.nextInt(1000) / 10.0);
        }
      }
      return model;
    };
  }

  private static BlockMeta write(BlockSet set, Model model, long from, long to) {
    try {
      return set.write(from, to, List.of(), model.series().iterator()).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BlockSet open(Path folder) {
    try {
      return BlockSet.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Model read(BlockSet set) {
    Model model = new Model();
    try (BlockSet.Lease lease = set.lease(Long.MIN_VALUE, Long.MAX_VALUE)) {
      for (Block block : lease.blocks()) {
        Postings all = block.index().all();
        for (int i = 0; i < all.size(); i++) {
          SampleBuffer samples = block.read(i, Long.MIN_VALUE, Long.MAX_VALUE);
          for (int s = 0; s < samples.size(); s++) {
            model.put(block.labels(i), samples.timestamp(s), samples.value(s));
          }
        }
      }
    }
    return model;
  }

  @Test
  void aBlockGivesBackWhatWasWrittenAlsoAfterReopening() {
    AtomicInteger run = new AtomicInteger();
    Gen.forAll(
        60,
        models(),
        model -> {
          Path folder = dir.resolve("r" + run.incrementAndGet());
          try (BlockSet set = open(folder)) {
            BlockMeta meta = write(set, model, 0, 1200);
            assertThat(meta.series()).isEqualTo(model.size());
            assertThat(read(set)).isEqualTo(model);
          }
          try (BlockSet again = open(folder)) {
            assertThat(read(again)).isEqualTo(model);
            assertThat(again.quarantined()).isEmpty();
          }
        });
  }

  @Test
  void mergingBlocksEqualsMergingMaps() {
    AtomicInteger run = new AtomicInteger();
    Gen.forAll(
        40,
        Gen.lists(models(), 4),
        models -> {
          try (BlockSet set = open(dir.resolve("m" + run.incrementAndGet()))) {
            Model expected = new Model();
            for (Model model : models) {
              write(set, model, 0, 1200);
              expected.putAll(model);
            }
            List<Block> sources = set.blocks();
            if (!sources.isEmpty()) {
              set.write(0, 1200, sources, Compaction.merge(sources));
            }

            assertThat(read(set)).isEqualTo(expected);
            assertThat(set.metas()).hasSize(models.isEmpty() ? 0 : 1);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void selectionInABlockEqualsTestingEverySeries() {
    AtomicInteger run = new AtomicInteger();
    Gen.forAll(
        40,
        models(),
        model -> {
          try (BlockSet set = open(dir.resolve("s" + run.incrementAndGet()))) {
            write(set, model, 0, 1200);
            Block block = set.blocks().getFirst();
            for (Matcher matcher :
                List.of(
                    Matcher.equal("__name__", "m1"),
                    new Matcher(Matcher.Type.REGEX, "v", ".*é.*"),
                    new Matcher(Matcher.Type.NOT_EQUAL, "v", ""),
                    new Matcher(Matcher.Type.NOT_REGEX, "w", "w0|w7"),
                    Matcher.equal("nothing", ""))) {
              List<Labels> expected = model.keySet().stream().filter(matcher::matches).toList();
              Postings found = Selection.select(block.index(), List.of(matcher));
              List<Labels> actual = new ArrayList<>();
              for (int i = 0; i < found.size(); i++) {
                actual.add(block.labels(found.ids()[i]));
              }
              assertThat(actual).as("%s", matcher).isEqualTo(expected);
            }
          }
        });
  }

  private static Model small() {
    Model model = new Model();
    for (int i = 0; i < 5; i++) {
      model.put(Labels.of("__name__", "orders_total", "shop", "上海"), 1000 + i * 15, i * 2);
      model.put(Labels.of("__name__", "orders_total", "shop", "北京"), 1000 + i * 15, i / 3.0);
    }
    return model;
  }

  @Test
  void filesHaveTheBytesOfTheFormatDocument() throws IOException {
    try (BlockSet set = open(dir)) {
      write(set, small(), 0, 1200);
      Path folder = dir.resolve("block-00000001");
      Golden.assertBytes("tsdb/block-chunks.golden", Files.readAllBytes(folder.resolve("chunks")));
      Golden.assertBytes("tsdb/block-index.golden", Files.readAllBytes(folder.resolve("index")));
      Golden.assertText("tsdb/block-meta.golden", Files.readString(folder.resolve("meta.json")));
    }
  }

  @Test
  void deletedSamplesAreGoneAlsoAfterReopeningAndAfterMerging() throws IOException {
    try (BlockSet set = open(dir)) {
      write(set, small(), 0, 1200);
      set.blocks().getFirst().delete(Postings.of(0), 1015, 1030);
    }
    try (BlockSet set = open(dir)) {
      assertThat(read(set).firstEntry().getValue().keySet()).containsExactly(1000L, 1045L, 1060L);
      assertThat(set.blocks().getFirst().hasSamples(0, 1015, 1030)).isFalse();
      List<Block> all = set.blocks();
      set.write(0, 1200, all, Compaction.merge(all));
      assertThat(read(set).firstEntry().getValue()).hasSize(3);
      assertThat(set.blocks().getFirst().hasDeletions()).isFalse();
    }
  }

  @Test
  void aBlockWhoseIndexIsDamagedAnywhereIsSetAside(@TempDir Path scratch) throws IOException {
    try (BlockSet set = open(dir)) {
      write(set, small(), 0, 1200);
    }
    Path index = Path.of("block-00000001", "index");
    long size = Files.size(dir.resolve(index));
    for (long offset = 0; offset < size; offset += 3) {
      Path copy = TornCopies.flipped(dir, index, scratch.resolve("i" + offset), offset);
      try (BlockSet set = open(copy)) {
        assertThat(set.metas()).as("flipped at %d", offset).isEmpty();
        assertThat(set.quarantined()).hasSize(1).allMatch(Files::isDirectory);
      }
    }
  }

  @Test
  void aCutFileSetsItsBlockAside(@TempDir Path scratch) {
    try (BlockSet set = open(dir)) {
      write(set, small(), 0, 1200);
    }
    for (String file : List.of("index", "chunks", "meta.json")) {
      long size = dir.resolve("block-00000001", file).toFile().length();
      TornCopies.forEachCut(
          dir,
          Path.of("block-00000001", file),
          scratch.resolve(file),
          0,
          7,
          (copy, length) -> {
            try (BlockSet set = open(copy)) {
              // the line break at the end of meta.json means nothing
              boolean whole = length >= size - (file.equals("meta.json") ? 1 : 0);
              assertThat(set.metas()).as("%s cut at %d", file, length).hasSize(whole ? 1 : 0);
            }
          });
    }
  }

  @Test
  void aDamagedChunkIsLeftOutAndCounted(@TempDir Path scratch) throws IOException {
    try (BlockSet set = open(dir)) {
      write(set, small(), 0, 1200);
    }
    Path copy =
        TornCopies.flipped(dir, Path.of("block-00000001", "chunks"), scratch.resolve("c"), 12);
    try (BlockSet set = open(copy)) {
      Model left = read(set);
      assertThat(left).hasSize(1);
      assertThat(set.damagedChunks()).isEqualTo(1);
    }
  }

  @Test
  void whatACrashLeftUnfinishedOrMergedAlreadyIsCleanedUp() throws IOException {
    try (BlockSet set = open(dir)) {
      write(set, small(), 0, 1200);
      TornCopies.copy(dir.resolve("block-00000001"), dir.resolve("keep"));
      List<Block> all = set.blocks();
      set.write(0, 1200, all, Compaction.merge(all));
    }
    Files.move(dir.resolve("keep"), dir.resolve("block-00000001"));
    TornCopies.copy(dir.resolve("block-00000002"), dir.resolve("block-00000003.unfinished"));

    try (BlockSet set = open(dir)) {
      assertThat(set.metas()).extracting(BlockMeta::number).containsExactly(2L);
    }
    assertThat(dir.resolve("block-00000001")).doesNotExist();
    assertThat(dir.resolve("block-00000003.unfinished")).doesNotExist();
  }

  @Test
  void aLeaseKeepsARetiredBlockReadable() {
    try (BlockSet set = open(dir)) {
      write(set, small(), 0, 1200);
      try (BlockSet.Lease lease = set.lease(0, 2000)) {
        set.drop(set.blocks());
        assertThat(lease.blocks().getFirst().read(0, 0, 2000).size()).isEqualTo(5);
        assertThat(dir.resolve("block-00000001")).exists();
      }
      assertThat(dir.resolve("block-00000001")).doesNotExist();
      assertThat(set.metas()).isEmpty();
    }
  }

  private static BlockMeta meta(long number, long from, long to) {
    return new BlockMeta(number, from, to, 1, 1, 1, 1, 1, List.of());
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
    blocks.add(new BlockMeta(1, 0, 1200, 2, 1, 1, 1, 100, List.of()));
    for (long number = 2; number < 8; number++) {
      blocks.add(meta(number, 0, 1200));
      assertThat(Compaction.plan(blocks, WINDOWS)).as("%d small ones", number - 1).isEmpty();
    }
    blocks.add(meta(8, 0, 1200));
    assertThat(Compaction.plan(blocks, WINDOWS)).hasValueSatisfying(p -> assertThat(p).hasSize(8));

    BlockMeta quarter = new BlockMeta(9, 0, 1200, 1, 1, 1, 1, 25, List.of());
    assertThat(Compaction.plan(List.of(blocks.getFirst(), quarter), WINDOWS))
        .contains(Set.of(1L, 9L));
  }

  @Test
  void theOrderOfBlocksDecidesWhichOfTwoSamplesStays() {
    Map<Long, Double> expected = Map.of(10L, 2.0);
    Labels labels = Labels.of("__name__", "a");
    try (BlockSet set = open(dir)) {
      for (double value : new double[] {1, 2}) {
        Model model = new Model();
        model.put(labels, 10, value);
        write(set, model, 0, 100);
      }
      List<Block> all = set.blocks();
      BlockSeries merged = Compaction.merge(all).next();
      assertThat(merged.samples().value(0)).isEqualTo(expected.get(10L));
      assertThat(merged.samples().size()).isEqualTo(1);
    }
  }
}
