package io.mallwatch.metrics.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.block.BlockModel.Cell;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Gen;
import io.mallwatch.testkit.TornCopies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockMergeTest {

  @TempDir private Path dir;
  private final AtomicInteger run = new AtomicInteger();

  private static void merge(BlockSet set, Keep keep) {
    try {
      var _ = set.merge(set.blocks(), keep, Pace.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void mergingBlocksEqualsMergingMaps() {
    Gen.forAll(
        60,
        Gen.lists(BlockModel.models(), 4),
        models -> {
          try (BlockSet set = BlockModel.open(dir.resolve("m" + run.incrementAndGet()))) {
            BlockModel expected = new BlockModel();
            for (BlockModel model : models) {
              model.writeTo(set, 0, 1200);
              expected.putAll(model);
            }
            if (!models.isEmpty()) {
              merge(set, Keep.ALL);
            }

            assertThat(BlockModel.read(set)).isEqualTo(expected);
            assertThat(set.metas()).hasSize(models.isEmpty() ? 0 : 1);
            assertThat(set.metas().stream().mapToLong(BlockMeta::samples).sum())
                .isEqualTo(expected.series().values().stream().mapToLong(s -> s.size()).sum());
          }
        });
  }

  @Test
  void neighboursAreMergedWithoutChangingASample() {
    Gen.forAll(
        60,
        BlockModel.models(),
        model -> {
          try (BlockSet set = BlockModel.open(dir.resolve("n" + run.incrementAndGet()))) {
            for (int part = 0; part < 1200; part += 300) {
              BlockModel own = model.between(part, part + 299);
              if (!own.series().isEmpty()) {
                own.writeTo(set, part, part + 300);
              }
            }
            merge(set, Keep.ALL);

            assertThat(BlockModel.read(set)).isEqualTo(model);
          }
        });
  }

  @Test
  void whatWasDeletedIsGoneAfterMerging() {
    Gen.forAll(
        40,
        Gen.lists(BlockModel.models(), 3),
        models -> {
          try (BlockSet set = BlockModel.open(dir.resolve("d" + run.incrementAndGet()))) {
            BlockModel expected = new BlockModel();
            for (BlockModel model : models) {
              model.writeTo(set, 0, 1200);
              expected.putAll(model);
            }
            for (Block block : set.blocks()) {
              Postings ids = block.select(List.of(Matcher.equal("__name__", "m1")));
              block.delete(ids, 200, 899);
            }
            for (Labels labels : List.copyOf(expected.series().keySet())) {
              if (labels.metricName().equals("m1")) {
                expected.remove(labels, 200, 899);
              }
            }
            assertThat(BlockModel.read(set)).isEqualTo(expected);
            merge(set, Keep.ALL);
            assertThat(BlockModel.read(set)).isEqualTo(expected);
            assertThat(set.blocks()).noneMatch(Block::hasDeletions);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void chunksThatAreFullAreCopiedAndSmallOnesJoined() {
    Labels fine = Labels.of("__name__", "fine");
    Labels coarse = Labels.of("__name__", "coarse");
    long hour = 3_600_000;
    try (BlockSet set = BlockModel.open(dir)) {
      BlockModel all = new BlockModel();
      for (int part = 0; part < 4; part++) {
        BlockModel model = new BlockModel();
        long from = part * 2L * hour;
        for (long at = from; at < from + 2 * hour; at += 15_000) {
          model.put(fine, at, (double) (at % 7));
          if (at % 120_000 == 0) {
            model.put(coarse, at, (double) (at % 11));
          }
        }
        model.writeTo(set, from, from + 2 * hour);
        all.putAll(model);
      }
      assertThat(set.metas()).extracting(BlockMeta::chunks).containsOnly(3);

      merge(set, Keep.ALL);

      assertThat(set.metas()).extracting(BlockMeta::chunks).containsExactly(8 + 1);
      assertThat(BlockModel.read(set)).isEqualTo(all);
    }
  }

  @Test
  void seriesSampledAtTheSameMomentsShareTheirTimes() throws IOException {
    BlockModel one = new BlockModel();
    BlockModel many = new BlockModel();
    for (int i = 0; i < 100; i++) {
      for (long n = 0; n < 240; n++) {
        long at = n * 15_000 + n * n % 5;
        many.put(Labels.of("__name__", "m", "i", "" + i), at, 1);
        if (i == 0) {
          one.put(Labels.of("__name__", "m"), at, 1);
        }
      }
    }
    try (BlockSet set = BlockModel.open(dir)) {
      one.writeTo(set, 0, 3_600_000);
      many.writeTo(set, 0, 3_600_000);
    }
    assertThat(dir.resolve("block-00000002/times"))
        .hasSameBinaryContentAs(dir.resolve("block-00000001/times"));
  }

  @Test
  void theRankOfBlocksDecidesWhichOfTwoSamplesStaysAlsoAfterAMerge() throws IOException {
    Labels labels = Labels.of("__name__", "a");
    try (BlockSet set = BlockModel.open(dir)) {
      for (double value : new double[] {1, 2, 3}) {
        BlockModel model = new BlockModel();
        model.put(labels, 10, value);
        model.writeTo(set, 0, 100);
      }
      BlockMeta merged = set.merge(set.blocks().subList(0, 2), Keep.ALL, Pace.NONE).orElseThrow();
      assertThat(merged.number()).isEqualTo(4);
      assertThat(merged.rank()).isEqualTo(2);

      merge(set, Keep.ALL);

      assertThat(BlockModel.read(set).series().firstEntry().getValue())
          .containsEntry(10L, Cell.of(3));
    }
  }

  @Test
  void seriesOfARuleGoWhenTheyAreOverTheirTimeAndOthersStay() throws IOException {
    List<RetentionRule> rules =
        List.of(
            new RetentionRule(
                List.of(Matcher.equal("job", "debug"), Matcher.equal("v", "kept")),
                Duration.ofMillis(5000)),
            new RetentionRule(List.of(Matcher.equal("job", "debug")), Duration.ofMillis(1500)));
    BlockModel model = new BlockModel();
    for (String job : List.of("debug", "mall")) {
      for (String v : List.of("kept", "other")) {
        for (long at = 0; at < 1000; at += 100) {
          model.put(Labels.of("__name__", "a", "job", job, "v", v), at, (double) at);
        }
      }
    }
    Labels shortLived = Labels.of("__name__", "a", "job", "debug", "v", "other");
    try (BlockSet set = BlockModel.open(dir)) {
      model.writeTo(set, 0, 1000);
      assertThat(Keep.hasExpired(set.blocks().getFirst(), rules, 2000)).isFalse();
      merge(set, Keep.byRules(set.blocks(), rules, 2000));
      model.remove(shortLived, 0, 499);
      assertThat(BlockModel.read(set)).isEqualTo(model);

      assertThat(Keep.hasExpired(set.blocks().getFirst(), rules, 2600)).isTrue();
      merge(set, Keep.byRules(set.blocks(), rules, 2600));
      model.remove(shortLived, 0, 999);
      assertThat(BlockModel.read(set)).isEqualTo(model);
      assertThat(Keep.hasExpired(set.blocks().getFirst(), rules, 2600)).isFalse();
    }
  }

  @Test
  void aBlockWhoseSeriesAreAllOverTheirTimeGoesAsAWhole() {
    BlockModel model = new BlockModel();
    model.put(Labels.of("job", "debug"), 10, 1);
    List<RetentionRule> rules =
        List.of(new RetentionRule(List.of(Matcher.equal("job", "debug")), Duration.ofMillis(1)));
    try (BlockSet set = BlockModel.open(dir)) {
      model.writeTo(set, 0, 1000);
      merge(set, Keep.byRules(set.blocks(), rules, 5000));
      assertThat(set.metas()).isEmpty();
    }
    assertThat(dir.resolve("block-00000001")).doesNotExist();
  }

  @Test
  void aMergeLeavesADamagedSourceAsideAndTheOthersAsTheyAre(@TempDir Path scratch)
      throws IOException {
    try (BlockSet set = BlockModel.open(dir)) {
      for (int part = 0; part < 2; part++) {
        BlockModel model = new BlockModel();
        model.put(Labels.of("__name__", "a"), part * 100L, part);
        model.writeTo(set, part * 100L, part * 100L + 100);
      }
    }
    Path copy =
        TornCopies.flipped(dir, Path.of("block-00000001", "index"), scratch.resolve("c"), 12);
    try (BlockSet set = BlockModel.open(copy)) {
      assertThat(set.merge(set.blocks(), Keep.ALL, Pace.NONE)).isEmpty();
      assertThat(set.metas()).extracting(BlockMeta::number).containsExactly(2L);
      assertThat(set.quarantined()).hasSize(1);
      assertThat(set.damagedBlocks()).isEqualTo(1);
    }
  }

  @Test
  void theColumnsOfASeriesMayBeUsedAgainForTheNext() {
    SampleColumns reused = new SampleColumns(1);
    try (BlockSet set = BlockModel.open(dir)) {
      List<Labels> labels = List.of(Labels.of("a", "1"), Labels.of("a", "2"));
      var _ =
          set.write(
              0,
              100,
              labels.stream()
                  .map(one -> {
                    reused.clear();
                    reused.add(5, one.get("a").length());
                    return new BlockSeries(one, reused);
                  })
                  .iterator());
      assertThat(BlockModel.read(set).series()).containsOnlyKeys(labels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
