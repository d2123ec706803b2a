package io.mallwatch.server.commands;

import io.mallwatch.metrics.tsdb.block.BlockAnalysis;
import io.mallwatch.metrics.tsdb.block.BlockAnalysis.Amount;
import io.mallwatch.metrics.tsdb.block.BlockMeta;
import io.mallwatch.model.CorruptDataException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Looks into the store of numbers.
@Command(
    name = "tsdb",
    description = "Looks into the store of numbers. 分析指标存储。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:answered", "1:the server refused or cannot be reached", "2:usage"})
public final class TsdbCommand {

  @Mixin private Api api = new Api();

  @Command(
      name = "analyze",
      description = {
        "Which metrics and labels make the most series: of a running server, or of a block on disk"
            + " with --data.",
        "找出基数最高的指标与标签。"
      })
  int analyze(
      @Option(
              names = "--limit",
              defaultValue = "20",
              paramLabel = "N",
              description = "Entries of each list (default: ${DEFAULT-VALUE}).")
          int limit,
      @Option(
              names = "--data",
              paramLabel = "DIR",
              description = "Data folder of a server, running or not; its files are only read.")
          @Nullable Path data,
      @Option(
              names = "--block",
              paramLabel = "NAME",
              description = "Which block, with --data (default: the newest).")
          @Nullable String block)
      throws InterruptedException {
    try {
      List<String> lines = data == null ? ofServer(limit) : ofBlock(data, block, limit);
      lines.forEach(System.out::println);
      return Exit.GOOD;
    } catch (Api.FailedException e) {
      System.err.println("mallwatch: " + e.getMessage());
    } catch (IOException | CorruptDataException e) {
      System.err.println("mallwatch: " + data + ": " + e.getMessage());
    }
    return Exit.BAD;
  }

  private List<String> ofServer(int limit) throws InterruptedException, Api.FailedException {
    Map<?, ?> status =
        Api.map(api.ask("/api/v1/status/tsdb", List.of("limit", Integer.toString(limit))));
    Map<?, ?> blocks = Api.map(api.ask("/api/v1/status/tsdb/blocks", List.of()));
    return report(status, Api.list(blocks.get("blocks")));
  }

  private static List<String> ofBlock(Path data, @Nullable String name, int limit)
      throws IOException {
    Path blocks = data.resolve("metrics").resolve("blocks");
    if (!Files.isDirectory(blocks)) {
      throw new IOException("there are no blocks of numbers in it");
    }
    Path folder =
        name == null
            ? newest(blocks).orElseThrow(() -> new IOException("no block has been written yet"))
            : blocks.resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new IOException("there is no block " + name);
    }
    return report(folder, BlockAnalysis.of(folder, limit));
  }

  private static Optional<Path> newest(Path blocks) throws IOException {
    Optional<Path> newest = Optional.empty();
    long until = Long.MIN_VALUE;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(blocks, "block-????????")) {
      for (Path folder : folders) {
        BlockMeta meta = BlockMeta.read(folder);
        if (meta.toMillis() > until) {
          until = meta.toMillis();
          newest = Optional.of(folder);
        }
      }
    }
    return newest;
  }

  private static List<String> report(Path folder, BlockAnalysis analysis) {
    BlockMeta meta = analysis.block();
    List<String> lines = new ArrayList<>();
    lines.add("Block: " + folder.getFileName());
    lines.add(
        "Time range: %s to %s"
            .formatted(
                Instant.ofEpochMilli(meta.fromMillis()), Instant.ofEpochMilli(meta.toMillis())));
    lines.add("Series: " + meta.series());
    lines.add("Samples: " + meta.samples());
    lines.add("Label names: " + analysis.labelNames());
    lines.add("Label pairs: " + analysis.labelPairs());
    lines.add("Bytes per sample: %.2f".formatted(analysis.bytesPerSample()));
    lines.add("Samples per chunk: %.0f".formatted(analysis.samplesPerChunk()));
    amounts(lines, "Label pairs most involved in churning", analysis.churningPairs());
    amounts(lines, "Label names most involved in churning", analysis.churningNames());
    amounts(lines, "Most common label pairs", analysis.commonPairs());
    amounts(lines, "Labels with the most values", analysis.labelsByValues());
    amounts(lines, "Metrics with the most series", analysis.metricsBySeries());
    return lines;
  }

  private static void amounts(List<String> lines, String title, List<Amount> amounts) {
    lines.add("");
    lines.add(title + ":");
    for (Amount one : amounts) {
      lines.add("%.0f %s".formatted(one.amount(), one.name()));
    }
  }

  static List<String> report(Map<?, ?> status, List<?> blocks) {
    Map<?, ?> head = Api.map(status.get("headStats"));
    List<String> lines = new ArrayList<>();
    lines.add("Series: " + head.get("numSeries"));
    lines.add("Label pairs: " + head.get("numLabelPairs"));
    lines.add("Chunks: " + head.get("chunkCount"));
    lines.add("Time range, ms: %s to %s".formatted(head.get("minTime"), head.get("maxTime")));
    lines.add("Blocks: " + blocks.size());
    for (Object block : blocks) {
      Map<?, ?> one = Api.map(block);
      Map<?, ?> stats = Api.map(one.get("stats"));
      lines.add(
          "  %s: %s to %s, %s series, %s samples"
              .formatted(
                  one.get("ulid"),
                  one.get("minTime"),
                  one.get("maxTime"),
                  stats.get("numSeries"),
                  stats.get("numSamples")));
    }
    counts(lines, "Metrics with the most series", status.get("seriesCountByMetricName"));
    counts(lines, "Labels with the most values", status.get("labelValueCountByLabelName"));
    counts(
        lines, "Labels whose values take the most bytes", status.get("memoryInBytesByLabelName"));
    counts(lines, "Most common label pairs", status.get("seriesCountByLabelValuePair"));
    return lines;
  }

  private static void counts(List<String> lines, String title, @Nullable Object counts) {
    lines.add("");
    lines.add(title + ":");
    for (Object count : Api.list(counts)) {
      lines.add("%s %s".formatted(Api.map(count).get("value"), Api.map(count).get("name")));
    }
  }
}
