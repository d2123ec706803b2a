package io.mallwatch.server;

import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.prometheus.PrometheusImport;
import io.mallwatch.metrics.tsdb.prometheus.PrometheusImport.BlockReport;
import io.mallwatch.metrics.tsdb.prometheus.PrometheusImport.Outcome;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.server.commands.Exit;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.config.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings history over from other programs: metrics while the server is stopped, logs while it
/// runs.
@Command(
    name = "import",
    subcommands = ImportElasticsearchCommand.class,
    description = "Brings history over from other programs. 迁入其他系统的历史数据。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all is there", "1:some could not be read", "2:usage or configuration"})
final class ImportCommand {

  private final InstantSource clock = InstantSource.system();

  @Command(
      name = "prometheus",
      description = {
        "Copies the blocks of a Prometheus; what was copied before is left out. Stop the server"
            + " first.",
        "导入 Prometheus 数据块；已导入的会跳过。请先停止服务器。"
      },
      mixinStandardHelpOptions = true)
  int prometheus(
      @Parameters(
              paramLabel = "DIR",
              description = "Data folder of Prometheus, or a snapshot of it.")
          Path source,
      @Option(names = "--config", paramLabel = "FILE", description = "mallwatch.yaml.")
          @Nullable Path file,
      @Option(names = "--data", paramLabel = "DIR", description = "Data folder (server.data).")
          @Nullable String data,
      @Option(names = "--dry-run", description = "Only say what there is. 只列出，不导入。")
          boolean dryRun) {
    try {
      Map<String, String> flags = data == null ? Map.of() : Map.of("server.data", data);
      Config config = ConfigLoader.load(file, System.getenv(), flags);
      return prometheus(source, config, dryRun);
    } catch (BadConfigException e) {
      e.problems().forEach(Exit::complain);
      return Exit.USAGE;
    } catch (DataFolderException
        | StoreUnavailableException
        | CorruptDataException
        | UncheckedIOException
        | IOException e) {
      Exit.complain(String.valueOf(e.getMessage()));
      return Exit.BAD;
    }
  }

  private int prometheus(Path source, Config config, boolean dryRun) throws IOException {
    long oldest = clock.instant().minus(config.metrics().store().retention()).toEpochMilli();
    try (DataFolder folder = DataFolder.take(config.server().data());
        Tsdb tsdb =
            Tsdb.open(MetricsWiring.tsdb(config.metrics()), folder.resolve("metrics"), clock)) {
      PrometheusImport task =
          new PrometheusImport(
              source, folder.resolve("imported-prometheus"), tsdb::writeBlock, oldest);
      List<BlockReport> reports = task.plan();
      if (dryRun) {
        reports.forEach(ImportCommand::print);
      } else {
        reports = task.run(ImportCommand::print);
      }
      long samples =
          reports.stream()
              .filter(one -> one.outcome() == (dryRun ? Outcome.PENDING : Outcome.IMPORTED))
              .mapToLong(BlockReport::samples)
              .sum();
      System.out.printf(
          "%d blocks, %d samples %s%n", reports.size(), samples, dryRun ? "to import" : "imported");
      boolean failed = reports.stream().anyMatch(one -> one.outcome() == Outcome.FAILED);
      return failed ? Exit.BAD : 0;
    }
  }

  private static void print(BlockReport block) {
    String damage =
        block.damagedChunks() == 0 ? "" : ", %d chunks damaged".formatted(block.damagedChunks());
    String error = block.error().isEmpty() ? "" : ": " + block.error();
    System.out.printf(
        "%s %s to %s: %s, %d series, %d samples%s%s%n",
        block.ulid(),
        Instant.ofEpochMilli(block.minMillis()),
        Instant.ofEpochMilli(block.maxMillis()),
        block.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        block.series(),
        block.samples(),
        damage,
        error);
  }
}
