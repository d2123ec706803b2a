package io.mallwatch.metrics.tsdb.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.tsdb.block.BlockModel;
import io.mallwatch.metrics.tsdb.block.BlockModel.Cell;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.block.UnsyncedDisk;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Gen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreReaderTest {

  private static final Deadline LONG = Deadline.after(Duration.ofHours(1));

  @TempDir private Path dir;
  private final AtomicInteger run = new AtomicInteger();

  /// A head that is a model.
  private record ModelHead(BlockModel model) implements LiveSource {
    @Override
    public List<LiveSeries> slices(List<Matcher> matchers, long from, long to) {
      List<LiveSeries> found = new ArrayList<>();
      model
          .series()
          .forEach((labels, samples) -> {
            if (matchers.stream().allMatch(matcher -> matcher.matches(labels))) {
              found.add(new ModelSeries(labels, samples));
            }
          });
      return found;
    }
  }

  private record ModelSeries(Labels labels, NavigableMap<Long, Cell> samples)
      implements LiveSeries {
    @Override
    public void read(long from, long to, SampleColumns into) {
      SampleColumns own = BlockModel.columns(samples.subMap(from, true, to, true));
      ColumnEdits.append(own, 0, own.size(), into);
    }

    @Override
    public void readNewest(long from, long to, SampleColumns into) {
      into.clear();
      SampleColumns own = BlockModel.columns(samples.subMap(from, true, to, true));
      if (!own.isEmpty()) {
        ColumnEdits.append(own, own.size() - 1, into);
      }
    }

    @Override
    public boolean hasSamples(long from, long to) {
      return !samples.subMap(from, true, to, true).isEmpty();
    }
  }

  private record Store(BlockModel head, List<BlockModel> blocks) {
    BlockModel whole() {
      BlockModel whole = new BlockModel();
      blocks.forEach(whole::putAll);
      whole.putAll(head);
      return whole;
    }
  }

  private static Gen<Store> stores() {
    return random ->
        new Store(BlockModel.models().next(random), Gen.lists(BlockModel.models(), 4).next(random));
  }

  private BlockSet open(Store store) {
    try {
      BlockSet set = BlockSet.open(dir.resolve("s" + run.incrementAndGet()), new UnsyncedDisk());
      for (int i = 0; i < store.blocks().size(); i++) {
        BlockModel model = store.blocks().get(i);
        // halves of some, so that blocks follow each other as well as overlap
        if (i % 2 == 0) {
          model.writeTo(set, 0, 1200);
        } else {
          for (long from = 0; from < 1200; from += 600) {
            BlockModel half = model.between(from, from + 599);
            if (!half.series().isEmpty()) {
              half.writeTo(set, from, from + 600);
            }
          }
        }
      }
      return set;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BlockModel read(SeriesSet set) {
    BlockModel model = new BlockModel();
    SampleColumns samples = new SampleColumns(1);
    for (int i = 0; i < set.size(); i++) {
      set.read(i, samples);
      if (!samples.isEmpty()) {
        assertThat(model.series()).as("each series once").doesNotContainKey(set.labels(i));
        model.put(set.labels(i), samples);
      }
    }
    return model;
  }

  @Test
  void headAndBlocksReadAsOneEqualOneMap() {
    Gen.forAll(
        60,
        stores(),
        store -> {
          try (BlockSet blocks = open(store)) {
            StoreReader reader = new StoreReader(new ModelHead(store.head()), blocks);
            try (SeriesSet set = reader.select(List.of(), 0, 1200, LONG)) {
              assertThat(read(set)).isEqualTo(store.whole());
            }
            try (SeriesSet set = reader.select(List.of(), 300, 700, LONG)) {
              assertThat(read(set)).isEqualTo(store.whole().between(300, 700));
            }
          }
        });
  }

  @Test
  void theNewestSampleIsTheLastOfTheWholeSeries() {
    Gen.forAll(
        60,
        stores(),
        store -> {
          try (BlockSet blocks = open(store)) {
            StoreReader reader = new StoreReader(new ModelHead(store.head()), blocks);
            try (SeriesSet set = reader.select(List.of(), 100, 900, LONG)) {
              SampleColumns all = new SampleColumns(1);
              SampleColumns newest = new SampleColumns(1);
              for (int i = 0; i < set.size(); i++) {
                set.read(i, all);
                set.readNewest(i, newest);
                assertThat(newest.size()).isEqualTo(Math.min(1, all.size()));
                if (!all.isEmpty()) {
                  assertThat(newest.times()[0]).isEqualTo(all.times()[all.size() - 1]);
                  assertThat(Double.doubleToRawLongBits(newest.values()[0]))
                      .isEqualTo(Double.doubleToRawLongBits(all.values()[all.size() - 1]));
                }
              }
            }
          }
        });
  }

  @Test
  void theOrderDoesNotDependOnWhereSamplesAre() {
    Gen.forAll(
        30,
        stores(),
        store -> {
          Store flushed = new Store(new BlockModel(), List.of(store.whole()));
          try (BlockSet some = open(store);
              BlockSet all = open(flushed);
              SeriesSet one =
                  new StoreReader(new ModelHead(store.head()), some)
                      .select(List.of(), 0, 1200, LONG);
              SeriesSet other =
                  new StoreReader(new ModelHead(flushed.head()), all)
                      .select(List.of(), 0, 1200, LONG)) {
            assertThat(IntStream.range(0, one.size()).mapToObj(one::labels).toList())
                .isEqualTo(IntStream.range(0, other.size()).mapToObj(other::labels).toList());
          }
        });
  }

  @Test
  void labelsNamesAndValuesAreThoseOfSeriesWithSamples() {
    Gen.forAll(
        30,
        stores(),
        store -> {
          try (BlockSet blocks = open(store)) {
            StoreReader reader = new StoreReader(new ModelHead(store.head()), blocks);
            BlockModel whole = store.whole();
            assertThat(reader.labels(List.of(), 0, 1200))
                .containsExactlyElementsOf(whole.series().keySet());
            TreeSet<String> values = new TreeSet<>();
            whole.series().keySet().forEach(labels -> values.add(labels.get("v")));
            values.remove("");
            assertThat(reader.labelValues("v", List.of(), 0, 1200))
                .containsExactlyElementsOf(values);
            List<Matcher> one = List.of(Matcher.equal("__name__", "m1"));
            assertThat(reader.labels(one, 0, 1200))
                .isEqualTo(
                    whole.series().keySet().stream()
                        .filter(labels -> labels.metricName().equals("m1"))
                        .toList());
            assertThat(reader.labelNames(List.of(), 0, 1200)).isSubsetOf("__name__", "v", "w");
          }
        });
  }

  @Test
  void aSetStaysReadableWhileItsBlocksAreRetiredAndLetsGoWhenItIsClosed() {
    BlockModel model = new BlockModel();
    model.put(Labels.of("__name__", "a"), 5, 1);
    try (BlockSet blocks = open(new Store(new BlockModel(), List.of(model)))) {
      StoreReader reader = new StoreReader(new ModelHead(new BlockModel()), blocks);
      SeriesSet set = reader.select(List.of(), 0, 1200, LONG);
      blocks.drop(blocks.blocks());
      assertThat(read(set)).isEqualTo(model);
      set.close();
      set.close();
      assertThat(dir.resolve("s1/block-00000001")).doesNotExist();
    }
  }

  @Test
  void readingPastTheDeadlineEnds() {
    BlockModel model = new BlockModel();
    model.put(Labels.of("__name__", "a"), 5, 1);
    StoreReader reader =
        new StoreReader(new ModelHead(model), open(new Store(new BlockModel(), List.of())));
    assertThatThrownBy(() -> reader.select(List.of(), 0, 1200, Deadline.after(Duration.ZERO)))
        .isInstanceOf(DeadlineExceededException.class);
  }
}
