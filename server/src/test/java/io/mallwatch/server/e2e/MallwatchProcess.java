package io.mallwatch.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.testkit.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The packaged program in a process of its own.
final class MallwatchProcess implements AutoCloseable {

  static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern READY = Pattern.compile("Mallwatch ready on (http://\\S+)");

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private MallwatchProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().name("mallwatch-e2e-output").start(this::read);
  }

  /// Starts `mallwatch args...`.
  static MallwatchProcess start(String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dmallwatch.home=" + HOUSE,
            "-cp",
            classpath(),
            "io.mallwatch.server.Main"));
    command.addAll(List.of(args));
    return new MallwatchProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static String classpath() throws IOException {
    try (Stream<Path> jars = Files.list(HOUSE.resolve("server/target/mallwatch/lib"))) {
      return jars.map(Path::toString).sorted().reduce((a, b) -> a + ":" + b).orElseThrow();
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null) {
        output.add(line);
        line = lines.readLine();
      }
    } catch (IOException e) {
      output.add("(output ended: " + e + ")");
    }
  }

  /// Everything it printed so far.
  String output() {
    return String.join("\n", output);
  }

  /// Waits until it says that it is ready, and gives its address.
  URI awaitReady() {
    Await.until(
        "the server is ready; it printed:\n" + output(),
        Duration.ofMinutes(3),
        () -> readyUrl().isPresent() || !process.isAlive());
    return readyUrl()
        .orElseThrow(() -> new AssertionError("ended before it was ready:\n" + output()));
  }

  private Optional<URI> readyUrl() {
    for (String line : output) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return Optional.of(URI.create(ready.group(1)));
      }
    }
    return Optional.empty();
  }

  /// Waits for a line of output.
  void awaitLine(String part, Duration limit) {
    Await.until(
        "the output has " + part, limit, () -> output.stream().anyMatch(l -> l.contains(part)));
  }

  /// Waits for its end and gives the exit code.
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new AssertionError("did not end; it printed:\n" + output());
    }
    reader.join();
    return process.exitValue();
  }

  /// `kill -9`.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitExit();
  }

  /// SIGTERM; unlike [Process#destroy()] this leaves its output readable.
  void terminate() {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
