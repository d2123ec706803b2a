package io.mallwatch.logs.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mallwatch.model.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The patterns of seven thousand lines of a Linux machine that was being attacked and
/// administered.
class AuthLogPatternsTest {

  private static final Pattern LINE =
      Pattern.compile("\\w+ +\\d+ [\\d:]+ \\S+ ([^:\\[]+)(?:\\[\\d+])?: (.*)");

  private final TreeMap<String, Clusters> byService = new TreeMap<>();
  private final LineScan scan = new LineScan();

  private void read() throws IOException {
    Path file =
        Path.of(System.getProperty("access-logs.dir", "../../shared/data/access-logs"), "auth.log");
    assumeTrue(Files.exists(file), "the published lines are not here");
    for (String line : Files.readAllLines(file)) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        scan.scan(parts.group(2));
        byService
            .computeIfAbsent(parts.group(1), service -> new Clusters(service, LogLevel.INFO, 2_500))
            .observe(scan, parts.group(2), 0, 0);
      }
    }
  }

  private List<String> templates(String service) {
    List<String> templates = new ArrayList<>();
    Objects.requireNonNull(byService.get(service))
        .forEach(cluster -> templates.add(cluster.template()));
    return templates;
  }

  @Test
  void thousandsOfLinesAreFewPatterns() throws IOException {
    read();

    assertThat(byService.values().stream().mapToLong(Clusters::entries).sum()).isGreaterThan(7_000);
    assertThat(byService.values().stream().mapToInt(Clusters::size).sum()).isLessThan(110);
    assertThat(templates("sshd"))
        .hasSizeLessThan(55)
        .contains(
            "Failed password for invalid user <*> from <*> port <*> <*>",
            "Failed password for <*> from <*> port <*> <*>",
            "Invalid user <*> from <*>",
            "pam_unix(sshd:auth): check pass; user unknown");
    assertThat(templates("sudo"))
        .hasSizeLessThan(30)
        .contains("ubuntu : TTY=pts/<*> ; PWD=<*> ; USER=root ; COMMAND=<*> <*>");
  }
}
