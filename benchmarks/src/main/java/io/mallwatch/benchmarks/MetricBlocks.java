package io.mallwatch.benchmarks;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.tsdb.block.BlockMeta;
import io.mallwatch.metrics.tsdb.block.BlockSeries;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.block.Keep;
import io.mallwatch.metrics.tsdb.block.Pace;
import io.mallwatch.metrics.tsdb.read.StoreReader;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Matcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What blocks cost: six hours of a mall as three 2 h blocks, merged into one, opened and read.
/// Prints bytes a sample and CPU time (of this thread, so that busy neighbours disturb less).
public final class MetricBlocks {

  private static final long TWO_HOURS = 7_200_000;
  private static final long START = 1_790_006_400_000L;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private MetricBlocks() {}

  /// @param args number of series, 20,000 if absent
  public static void main(String[] args) throws IOException {
    int series = args.length == 0 ? 20_000 : Integer.parseInt(args[0]);
    Path dir = Files.createTempDirectory("mallwatch-blocks");
    try {
      List<BlockSeries> mall = new MallSeries(series, 1440, START).sorted();
      write(dir, mall);
      open(dir);
      for (int i = 0; i < 6; i++) {
        read(dir);
      }
    } finally {
      delete(dir);
    }
  }

  private static void write(Path dir, List<BlockSeries> mall) throws IOException {
    try (BlockSet blocks = BlockSet.open(dir)) {
      for (int part = 0; part < 3; part++) {
        long from = START + part * TWO_HOURS;
        long began = cpu();
        BlockMeta meta =
            blocks
                .write(
                    from,
                    from + TWO_HOURS,
                    mall.stream().map(one -> between(one, from, from + TWO_HOURS)).iterator())
                .orElseThrow();
        print("write 2 h block", meta, cpu() - began);
      }
      long began = cpu();
      print(
          "merge to 6 h",
          blocks.merge(blocks.blocks(), Keep.ALL, Pace.NONE).orElseThrow(),
          cpu() - began);
      for (String file : List.of("chunks", "times", "index")) {
        System.out.printf(
            "  %s: %.4f bytes/sample%n",
            file,
            Files.size(dir.resolve("block-00000004").resolve(file))
                / (double) blocks.metas().getFirst().samples());
      }
    }
  }

  private static BlockSeries between(BlockSeries whole, long from, long to) {
    SampleColumns part = new SampleColumns(480);
    SampleColumns all = whole.samples();
    for (int i = 0; i < all.size(); i++) {
      if (all.times()[i] >= from && all.times()[i] < to) {
        part.add(all.times()[i], all.values()[i]);
      }
    }
    return new BlockSeries(whole.labels(), part);
  }

  private static void print(String what, BlockMeta meta, long nanos) {
    System.out.printf(
        "%s: %d series, %d samples, %d chunks, %.3f bytes/sample, %.3f CPU-s/M samples%n",
        what,
        meta.series(),
        meta.samples(),
        meta.chunks(),
        meta.bytes() / (double) meta.samples(),
        nanos / 1e3 / meta.samples());
  }

  private static void open(Path dir) throws IOException {
    for (int i = 0; i < 5; i++) {
      long began = System.nanoTime();
      BlockSet blocks = BlockSet.open(dir);
      System.out.printf("open: %.2f ms%n", (System.nanoTime() - began) / 1e6);
      blocks.close();
    }
  }

  private static void read(Path dir) throws IOException {
    long from = START + 3 * 3_600_000;
    long to = from + 300 * 15_000 - 1;
    List<Matcher> buckets =
        List.of(Matcher.equal("__name__", "http_server_requests_seconds_bucket"));
    try (BlockSet blocks = BlockSet.open(dir)) {
      StoreReader reader = new StoreReader((matchers, start, end) -> List.of(), blocks);
      SampleColumns samples = new SampleColumns(512);
      for (int i = 0; i < 3; i++) {
        long began = cpu();
        try (SeriesSet set =
            reader.select(buckets, from, to, Deadline.after(Duration.ofMinutes(5)))) {
          long selected = cpu();
          long count = 0;
          for (int s = 0; s < set.size(); s++) {
            set.read(s, samples);
            count += samples.size();
          }
          System.out.printf(
              "select %d series: %.2f ms; read %d samples: %.2f ns each%n",
              set.size(), (selected - began) / 1e6, count, (cpu() - selected) / (double) count);
        }
      }
    }
  }

  private static long cpu() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private static void delete(Path dir) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(dir)) {
      all.forEach(files::add);
    }
    files.sort(Comparator.reverseOrder());
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
