package io.mallwatch.server.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
      description = "Which metrics and labels make the most series. 找出基数最高的指标与标签。")
  int analyze(
      @Option(
              names = "--limit",
              defaultValue = "20",
              paramLabel = "N",
              description = "Entries of each list (default: ${DEFAULT-VALUE}).")
          int limit)
      throws InterruptedException {
    try {
      Map<?, ?> status =
          Api.map(api.ask("/api/v1/status/tsdb", List.of("limit", Integer.toString(limit))));
      Map<?, ?> blocks = Api.map(api.ask("/api/v1/status/tsdb/blocks", List.of()));
      report(status, Api.list(blocks.get("blocks"))).forEach(System.out::println);
      return Exit.GOOD;
    } catch (Api.FailedException e) {
      System.err.println("mallwatch: " + e.getMessage());
      return Exit.BAD;
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

  private static void counts(
      List<String> lines, String title, @org.jspecify.annotations.Nullable Object counts) {
    lines.add("");
    lines.add(title + ":");
    for (Object count : Api.list(counts)) {
      lines.add("%s %s".formatted(Api.map(count).get("value"), Api.map(count).get("name")));
    }
  }
}
