package io.mallwatch.metrics.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.SampleAssert;
import io.mallwatch.metrics.tsdb.index.Postings;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockTest {

  @TempDir private Path dir;

  @Test
  void aBlockGivesBackWhatWasWrittenAlsoAfterReopening() {
    AtomicInteger run = new AtomicInteger();
    Gen.forAll(
        60,
        BlockModel.models(),
        model -> {
          Path folder = dir.resolve("r" + run.incrementAndGet());
          try (BlockSet set = BlockModel.open(folder)) {
            BlockMeta meta = model.writeTo(set, 0, 1200);
            assertThat(meta.series()).isEqualTo(model.series().size());
            assertThat(BlockModel.read(set)).isEqualTo(model);
          }
          try (BlockSet again = BlockModel.open(folder)) {
            assertThat(BlockModel.read(again)).isEqualTo(model);
            assertThat(again.quarantined()).isEmpty();
          }
        });
  }

  @Test
  void selectionInABlockEqualsTestingEverySeries() {
    AtomicInteger run = new AtomicInteger();
    Gen.forAll(
        40,
        BlockModel.models(),
        model -> {
          try (BlockSet set = BlockModel.open(dir.resolve("s" + run.incrementAndGet()))) {
            model.writeTo(set, 0, 1200);
            Block block = set.blocks().getFirst();
            for (Matcher matcher :
                List.of(
                    Matcher.equal("__name__", "m1"),
                    new Matcher(Matcher.Type.REGEX, "v", ".*é.*"),
                    new Matcher(Matcher.Type.NOT_EQUAL, "v", ""),
                    new Matcher(Matcher.Type.NOT_REGEX, "w", "w0|w7"),
                    Matcher.equal("nothing", ""))) {
              List<Labels> expected =
                  model.series().keySet().stream().filter(matcher::matches).toList();
              Postings found = block.select(List.of(matcher));
              List<Labels> actual = new ArrayList<>();
              for (int i = 0; i < found.size(); i++) {
                actual.add(block.labels(found.ids()[i]));
              }
              assertThat(actual).as("%s", matcher).isEqualTo(expected);
            }
          }
        });
  }

  private static BlockModel small() {
    BlockModel model = new BlockModel();
    for (int i = 0; i < 5; i++) {
      model.put(Labels.of("__name__", "orders_total", "shop", "上海"), 1000 + i * 15, i * 2);
      model.put(Labels.of("__name__", "orders_total", "shop", "北京"), 1000 + i * 15, i / 3.0);
    }
    return model;
  }

  @Test
  void filesHaveTheBytesOfTheFormatDocument() throws IOException {
    try (BlockSet set = BlockModel.open(dir)) {
      small().writeTo(set, 0, 1200);
      Path folder = dir.resolve("block-00000001");
      Golden.assertBytes("tsdb/block-chunks.golden", Files.readAllBytes(folder.resolve("chunks")));
      Golden.assertBytes("tsdb/block-times.golden", Files.readAllBytes(folder.resolve("times")));
      Golden.assertBytes("tsdb/block-index.golden", Files.readAllBytes(folder.resolve("index")));
      Golden.assertText("tsdb/block-meta.golden", Files.readString(folder.resolve("meta.json")));
    }
  }

  @Test
  void deletedSamplesAreGoneAlsoAfterReopeningAndAfterMerging() throws IOException {
    try (BlockSet set = BlockModel.open(dir)) {
      small().writeTo(set, 0, 1200);
      set.blocks().getFirst().delete(Postings.of(0), 1015, 1030);
    }
    try (BlockSet set = BlockModel.open(dir)) {
      assertThat(BlockModel.read(set).series().firstEntry().getValue().keySet())
          .containsExactly(1000L, 1045L, 1060L);
      assertThat(set.blocks().getFirst().hasSamples(0, 1015, 1030)).isFalse();
      List<Block> all = set.blocks();
      assertThat(set.merge(all, Keep.ALL, Pace.NONE)).isPresent();
      assertThat(BlockModel.read(set).series().firstEntry().getValue()).hasSize(3);
      assertThat(set.blocks().getFirst().hasDeletions()).isFalse();
    }
  }

  @Test
  void aBlockDamagedAnywhereIsFoundOutWhenItIsOpenedOrReadAndSetAside(@TempDir Path scratch)
      throws IOException {
    try (BlockSet set = BlockModel.open(dir)) {
      small().writeTo(set, 0, 1200);
    }
    for (String name : List.of("index", "times", "meta.json")) {
      Path file = Path.of("block-00000001", name);
      long size = Files.size(dir.resolve(file));
      for (long offset = 0; offset < size; offset += name.equals("meta.json") ? 40 : 1) {
        Path copy = TornCopies.flipped(dir, file, scratch.resolve(name + offset), offset);
        try (BlockSet set = BlockModel.open(copy)) {
          BlockModel left = BlockModel.read(set);
          if (name.equals("meta.json") && set.metas().size() == 1) {
            continue; // white space or a count
          }
          set.verifyNext();
          set.quarantineDamaged();
          assertThat(left.series()).as("%s flipped at %d", name, offset).isEmpty();
          assertThat(set.metas()).as("%s flipped at %d", name, offset).isEmpty();
          assertThat(set.quarantined()).hasSize(1).allMatch(Files::isDirectory);
        }
      }
    }
  }

  @Test
  void openingReadsOnlyTheEndsOfFiles() {
    assertThat(dir).isEmptyDirectory();
    try (BlockSet set = BlockModel.open(dir)) {
      small().writeTo(set, 0, 1200);
      assertThat(set.blocks().getFirst().isVerified()).isFalse();
      set.verifyNext();
      assertThat(set.blocks().getFirst().isVerified()).isTrue();
    }
  }

  @Test
  void theNewestSampleIsTheLastOfAllOfThem() {
    AtomicInteger run = new AtomicInteger();
    Gen.forAll(
        40,
        BlockModel.models(),
        model -> {
          try (BlockSet set = BlockModel.open(dir.resolve("w" + run.incrementAndGet()))) {
            model.writeTo(set, 0, 1200);
            Block block = set.blocks().getFirst();
            block.delete(Postings.of(0), 500, 700);
            SampleColumns all = new SampleColumns(1);
            SampleColumns newest = new SampleColumns(1);
            TimeCache cache = new TimeCache();
            for (int id = 0; id < block.seriesCount(); id++) {
              for (long to = 0; to < 1200; to += 97) {
                all.clear();
                newest.clear();
                block.read(id, to / 2, to, cache, all);
                block.readNewest(id, to / 2, to, cache, newest);
                int size = all.size();
                SampleAssert.assertSame(newest, all, Math.max(0, size - 1), size);
                assertThat(block.hasSamples(id, to / 2, to) || size == 0).isTrue();
              }
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void aCutFileSetsItsBlockAside(@TempDir Path scratch) {
    try (BlockSet set = BlockModel.open(dir)) {
      small().writeTo(set, 0, 1200);
    }
    for (String file : List.of("index", "chunks", "times", "meta.json")) {
      long size = dir.resolve("block-00000001", file).toFile().length();
      TornCopies.forEachCut(
          dir,
          Path.of("block-00000001", file),
          scratch.resolve(file),
          0,
          7,
          (copy, length) -> {
            try (BlockSet set = BlockModel.open(copy)) {
              // the line break at the end of meta.json means nothing
              boolean whole = length >= size - (file.equals("meta.json") ? 1 : 0);
              assertThat(set.metas()).as("%s cut at %d", file, length).hasSize(whole ? 1 : 0);
            }
          });
    }
  }

  @Test
  void aDamagedChunkIsLeftOutAndCounted(@TempDir Path scratch) throws IOException {
    try (BlockSet set = BlockModel.open(dir)) {
      small().writeTo(set, 0, 1200);
    }
    Path copy =
        TornCopies.flipped(dir, Path.of("block-00000001", "chunks"), scratch.resolve("c"), 12);
    try (BlockSet set = BlockModel.open(copy)) {
      BlockModel left = BlockModel.read(set);
      assertThat(left.series()).hasSize(1);
      assertThat(set.damagedChunks()).isEqualTo(1);
    }
  }

  @Test
  void whatACrashLeftUnfinishedOrMergedAlreadyIsCleanedUp() throws IOException {
    try (BlockSet set = BlockModel.open(dir)) {
      small().writeTo(set, 0, 1200);
      TornCopies.copy(dir.resolve("block-00000001"), dir.resolve("keep"));
      List<Block> all = set.blocks();
      assertThat(set.merge(all, Keep.ALL, Pace.NONE)).isPresent();
    }
    Files.move(dir.resolve("keep"), dir.resolve("block-00000001"));
    TornCopies.copy(dir.resolve("block-00000002"), dir.resolve("block-00000003.unfinished"));

    try (BlockSet set = BlockModel.open(dir)) {
      assertThat(set.metas()).extracting(BlockMeta::number).containsExactly(2L);
    }
    assertThat(dir.resolve("block-00000001")).doesNotExist();
    assertThat(dir.resolve("block-00000003.unfinished")).doesNotExist();
  }

  @Test
  void aLeaseKeepsARetiredBlockReadable() {
    try (BlockSet set = BlockModel.open(dir)) {
      small().writeTo(set, 0, 1200);
      try (BlockSet.Lease lease = set.lease(0, 2000)) {
        set.drop(set.blocks());
        SampleColumns samples = new SampleColumns(1);
        lease.blocks().getFirst().read(0, 0, 2000, new TimeCache(), samples);
        assertThat(samples.size()).isEqualTo(5);
        assertThat(dir.resolve("block-00000001")).exists();
      }
      assertThat(dir.resolve("block-00000001")).doesNotExist();
      assertThat(set.metas()).isEmpty();
    }
  }
}
