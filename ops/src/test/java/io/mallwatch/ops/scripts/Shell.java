package io.mallwatch.ops.scripts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Runs a script of the repository with commands of our own before those of the system.
final class Shell {

  private final Path bin;
  private final Map<String, String> environment = new TreeMap<>();

  /// @param code of exit
  /// @param text both outputs
  record Said(int code, String text) {}

  Shell(Path dir) throws IOException {
    this.bin = Files.createDirectories(dir.resolve("bin"));
  }

  Shell with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// Puts a command before that of the system.
  void command(String name, String body) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/bash\n" + body + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
  }

  Said run(String script, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "../scripts/" + script));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().merge("PATH", bin.toString(), (old, ours) -> ours + ":" + old);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }
}
