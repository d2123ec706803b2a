package io.mallwatch.server;

import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbConfig;
import io.mallwatch.server.commands.Exit;
import io.mallwatch.server.training.Training;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lets a server live through [Training], then ends; the build runs it to fill the JVM's cache.
@Command(
    name = "train",
    description = "Runs a server through a short day of made-up work. 用虚构的负载预热。",
    hidden = true,
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "An empty folder that may be thrown away.")
  private @Nullable Path data;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> flags = new HashMap<>();
    flags.put("server.data", String.valueOf(data));
    flags.put("server.port", "0");
    Optional<Server> server = ServerCommand.start(null, flags, Server.Options.PLAIN);
    if (server.isEmpty()) {
      return Exit.USAGE;
    }
    Path folder = Path.of(String.valueOf(data));
    try (Server running = server.get()) {
      new Training(URI.create(running.url()), InstantSource.system()).run();
      replay(folder.resolve("metrics"), folder.resolve("metrics-after-crash"));
      return 0;
    } catch (IOException e) {
      Exit.complain("the training did not end: " + e);
      return Exit.BAD;
    }
  }

  /// Opens a copy of a running store's log, which is what a start after a crash does.
  private static void replay(Path running, Path copy) throws IOException {
    Path log = Files.createDirectories(copy.resolve("wal"));
    try (Stream<Path> files = Files.list(running.resolve("wal"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, log.resolve(file.getFileName()));
      }
    }
    Tsdb.open(TsdbConfig.defaults(), copy, InstantSource.system()).close();
  }
}
