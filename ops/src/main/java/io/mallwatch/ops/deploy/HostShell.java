package io.mallwatch.ops.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs commands as processes, without a shell between. What they leave running in the background
/// goes on.
public final class HostShell implements Shell {

  private static final int SAID = 2_000;

  @Override
  public Outcome run(List<String> command, Map<String, String> environment, Duration within)
      throws InterruptedException {
    Path said = null;
    try {
      // A file, not a pipe: a service started in the background would keep a pipe open.
      said = Files.createTempFile("mallwatch-command", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(said.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        return new Outcome(false, "did not end within %d s".formatted(within.toSeconds()));
      }
      return new Outcome(process.exitValue() == 0, end(said, process.exitValue()));
    } catch (IOException e) {
      return new Outcome(false, String.valueOf(e.getMessage()));
    } finally {
      if (said != null) {
        var _ = said.toFile().delete();
      }
    }
  }

  private static String end(Path said, int code) throws IOException {
    byte[] all = Files.readAllBytes(said);
    int from = Math.max(0, all.length - SAID);
    String text = new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "exit code " + code : text;
  }
}
