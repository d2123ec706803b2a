package io.mallwatch.metrics.tsdb.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.metrics.tsdb.block.BlockSet;
import io.mallwatch.metrics.tsdb.prometheus.PrometheusImport.BlockReport;
import io.mallwatch.metrics.tsdb.prometheus.PrometheusImport.Outcome;
import io.mallwatch.metrics.tsdb.read.StoreReader;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.TornCopies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Blocks are made and dumped by the real promtool; without it there is nothing to compare with.
class PrometheusImportTest {

  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @TempDir private static Path shared;
  @TempDir private Path dir;

  @BeforeAll
  static void makeBlocks() throws Exception {
    assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed");
    Files.writeString(shared.resolve("mall.om"), openMetrics());
    run(
        "tsdb",
        "create-blocks-from",
        "openmetrics",
        shared.resolve("mall.om").toString(),
        shared.resolve("data").toString());
    Files.createDirectory(shared.resolve("data/wal")); // a dump wants one
  }

  /// Ten hours of a few series: counters that begin anew, decimals, fractions, gaps, odd steps.
  private static String openMetrics() {
    Random random = new Random(11);
    StringBuilder text = new StringBuilder();
    for (int series = 0; series < 12; series++) {
      String name = "mall_m" + series;
      text.append("# TYPE ").append(name).append(" gauge\n");
      double value = 0;
      for (int i = 0; i < 2400; i++) {
        if (random.nextInt(40) == 0) {
          continue;
        }
        value =
            switch (series % 4) {
              case 0 -> random.nextInt(500) == 0 ? 0 : value + random.nextInt(9);
              case 1 -> Math.round(random.nextGaussian() * 1000) / 100.0;
              case 2 -> random.nextDouble() * 1e6;
              default -> random.nextInt(60) == 0 ? Double.NaN : 5;
            };
        long millis = 1_700_000_000_000L + i * 15_000L + (series > 5 ? random.nextInt(9) : 0);
        text.append(name).append("{shop=\"上海").append(series).append("\",job=\"a b\"} ");
        text.append(value).append(' ').append(millis / 1000).append('.');
        text.append("%03d".formatted(millis % 1000)).append('\n');
      }
    }
    return text.append("# EOF\n").toString();
  }

  private static List<String> run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PROMTOOL.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private static List<String> dump(BlockSet blocks) {
    List<String> lines = new ArrayList<>();
    StoreReader reader = new StoreReader((matchers, from, to) -> List.of(), blocks);
    SampleColumns samples = new SampleColumns(1);
    try (SeriesSet set =
        reader.select(List.of(), 0, Long.MAX_VALUE - 1, Deadline.after(Duration.ofMinutes(10)))) {
      for (int i = 0; i < set.size(); i++) {
        set.read(i, samples);
        for (int s = 0; s < samples.size(); s++) {
          lines.add(line(set.labels(i), samples.values()[s], samples.times()[s]));
        }
      }
    }
    return lines;
  }

  private static String line(Labels labels, double value, long millis) {
    return labels.get("__name__")
        + " "
        + labels.get("shop")
        + " "
        + Double.doubleToLongBits(value)
        + " "
        + millis
        + " "
        + labels.size();
  }

  /// A line of `promtool tsdb dump`: `{name="value", ...} value millis`.
  private static String parsed(String dumped) {
    int end = dumped.lastIndexOf('}');
    String[] pairs = dumped.substring(1, end).replace("\"", "").split("[=,] ?");
    String[] numbers = dumped.substring(end + 2).split(" ");
    double value = Double.parseDouble(numbers[0]);
    return line(Labels.of(pairs), value, Long.parseLong(numbers[1]));
  }

  private List<BlockReport> importInto(BlockSet set, Path data, long oldestMillis) {
    List<BlockReport> told = new ArrayList<>();
    PrometheusImport task =
        new PrometheusImport(data, dir.resolve("done"), set::write, oldestMillis);
    List<BlockReport> reports = task.run(told::add);
    assertThat(told).isEqualTo(reports);
    return reports;
  }

  @Test
  void everySampleIsWherePromtoolDumpsIt() throws Exception {
    try (BlockSet set = BlockSet.open(dir.resolve("blocks"))) {
      List<BlockReport> reports = importInto(set, shared.resolve("data"), 0);

      List<String> expected =
          run("tsdb", "dump", shared.resolve("data").toString()).stream()
              .map(PrometheusImportTest::parsed)
              .toList();
      assertThat(expected).hasSizeGreaterThan(20_000);
      assertThat(new TreeSet<>(dump(set))).isEqualTo(new TreeSet<>(expected));
      assertThat(reports)
          .hasSizeGreaterThan(4)
          .extracting(BlockReport::outcome)
          .containsOnly(Outcome.IMPORTED);
      assertThat(reports.stream().mapToLong(BlockReport::samples).sum()).isEqualTo(expected.size());
    }
  }

  @Test
  void aSecondRunTakesOnlyWhatIsNotDone() throws Exception {
    Path part = TornCopies.copy(shared.resolve("data"), dir.resolve("part"));
    try (BlockSet set = BlockSet.open(dir.resolve("blocks"))) {
      int blocks = importInto(set, part, 0).size();
      assertThat(importInto(set, part, 0))
          .extracting(BlockReport::outcome)
          .containsOnly(Outcome.DONE_BEFORE);
      assertThat(set.metas()).hasSize(blocks);
    }
  }

  @Test
  void aPlanCountsAndTouchesNothing() throws Exception {
    PrometheusImport task =
        new PrometheusImport(
            shared.resolve("data"),
            dir.resolve("done"),
            (from, to, series) -> {
              throw new IOException("a plan writes nothing");
            },
            1_700_010_000_000L);
    List<BlockReport> plan = task.plan();

    assertThat(plan).isSortedAccordingTo(Comparator.comparingLong(BlockReport::minMillis));
    assertThat(plan)
        .extracting(BlockReport::outcome)
        .contains(Outcome.TOO_OLD, Outcome.PENDING)
        .doesNotContain(Outcome.IMPORTED);
    assertThat(plan).allMatch(one -> one.samples() > 0 && one.series() == 12);
    assertThat(dir.resolve("done")).doesNotExist();
  }

  @Test
  void aDamagedBlockIsReportedAndTheOthersAreTaken() throws Exception {
    String ulid =
        new PrometheusImport(
                shared.resolve("data"),
                dir.resolve("none"),
                (from, to, series) -> Optional.empty(),
                0)
            .plan()
            .getFirst()
            .ulid();
    Path index =
        TornCopies.flipped(
            shared.resolve("data"), Path.of(ulid, "index"), dir.resolve("bad-index"), 40);
    try (BlockSet set = BlockSet.open(dir.resolve("blocks"))) {
      List<BlockReport> reports = importInto(set, index, 0);
      assertThat(reports.getFirst().outcome()).isEqualTo(Outcome.FAILED);
      assertThat(reports.getFirst().error()).contains("checksum");
      assertThat(reports.subList(1, reports.size()))
          .extracting(BlockReport::outcome)
          .containsOnly(Outcome.IMPORTED);
      assertThat(importInto(set, shared.resolve("data"), 0).getFirst().outcome())
          .isEqualTo(Outcome.IMPORTED);
    }
  }

  @Test
  void aDamagedChunkIsLeftOutAndCounted() throws Exception {
    String ulid =
        new PrometheusImport(
                shared.resolve("data"),
                dir.resolve("none"),
                (from, to, series) -> Optional.empty(),
                0)
            .plan()
            .getFirst()
            .ulid();
    Path chunks =
        TornCopies.flipped(
            shared.resolve("data"), Path.of(ulid, "chunks", "000001"), dir.resolve("bad"), 40);
    try (BlockSet set = BlockSet.open(dir.resolve("blocks"))) {
      BlockReport first = importInto(set, chunks, 0).getFirst();
      assertThat(first.outcome()).isEqualTo(Outcome.IMPORTED);
      assertThat(first.damagedChunks()).isEqualTo(1);
    }
  }
}
