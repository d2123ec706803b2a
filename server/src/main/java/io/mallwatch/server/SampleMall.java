package io.mallwatch.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sample mall in a process of its own. What it prints goes to `mall.log` in its folder; lines
/// for people also to standard output.
final class SampleMall implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(SampleMall.class);

  private static final int STOP_SECONDS = 6;

  /// @param folder for its database and logs
  /// @param mallwatch where it sends traces, logs and history
  record Settings(
      Path folder,
      int port,
      URI mallwatch,
      List<String> faults,
      int historyDays,
      double trafficRate) {}

  private final Process process;

  private SampleMall(Process process) {
    this.process = process;
  }

  static SampleMall start(Path jar, Settings settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-jar",
            jar.toString(),
            "--server.port=" + settings.port(),
            "--server.address=127.0.0.1",
            "--mall.data-dir=" + settings.folder(),
            "--mall.mallwatch-url=" + settings.mallwatch(),
            "--mallwatch.url=" + settings.mallwatch(),
            "--mall.history-days=" + settings.historyDays(),
            "--mall.traffic-rate=" + settings.trafficRate(),
            "--mall.faults=" + String.join(",", settings.faults())));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Path log = settings.folder().resolve("mall.log");
    Thread.ofPlatform()
        .daemon()
        .name("mallwatch-sample-mall-output")
        .start(() -> copyOutput(process, log));
    return new SampleMall(process);
  }

  private static void copyOutput(Process process, Path log) {
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var out =
            Files.newBufferedWriter(
                log, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
      String line = lines.readLine();
      while (line != null) {
        out.write(line);
        out.newLine();
        out.flush();
        if (isForPeople(line)) {
          System.out.println(line);
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      logger.warn("event=sample_mall_output_lost reason={}", e.toString());
    }
    logger.info("event=sample_mall_ended");
  }

  /// Log lines are JSON or begin with a date.
  private static boolean isForPeople(String line) {
    return !line.isBlank() && Character.isUpperCase(line.charAt(0));
  }

  /// Asks it to stop, and makes it after some seconds.
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
