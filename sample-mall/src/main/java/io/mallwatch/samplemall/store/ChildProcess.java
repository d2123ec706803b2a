package io.mallwatch.samplemall.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A program that lives exactly as long as this process: a small shell between us and it waits for
/// the end of its standard input, which the kernel closes also when this process is killed, and
/// then ends the program with SIGTERM.
final class ChildProcess implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(ChildProcess.class);
  private static final Duration STOP = Duration.ofSeconds(4);
  private static final String WATCHDOG =
      """
      trap '' INT HUP
      "$@" </dev/null &
      child=$!
      trap 'kill -TERM "$child"' TERM
      cat >/dev/null
      kill -TERM "$child" 2>/dev/null
      wait "$child"
      """;

  private final String name;
  private final Process process;

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /// Starts `command`, its output appended to `log`.
  static ChildProcess start(String name, List<String> command, Path log) throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    var all = new ArrayList<>(List.of("sh", "-c", WATCHDOG, "sh"));
    all.addAll(command);
    Process process =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ChildProcess(name, process);
  }

  /// Whether the program itself still runs.
  boolean isAlive() {
    return process.isAlive() && process.children().anyMatch(ProcessHandle::isAlive);
  }

  /// The process ids of the shell and of the program.
  List<Long> pids() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(ProcessHandle::pid)
        .toList();
  }

  @Override
  public void close() {
    List<ProcessHandle> below = process.descendants().toList();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        logger.warn("child did not stop in time and is killed name={}", name);
        below.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException closed) {
      process.destroy();
    } catch (InterruptedException interrupted) {
      below.forEach(ProcessHandle::destroy);
      Thread.currentThread().interrupt();
    }
  }

  /// Finds `program` where systems keep programs.
  static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
