package io.mallwatch.metrics.scrape;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file of `scrape_failure_log_file`: one line of JSON for each failed scrape. The file is
/// opened for each line, so that it may be moved away at any time. Thread-safe.
final class FailureLog {

  private static final Logger logger = LoggerFactory.getLogger(FailureLog.class);

  private FailureLog() {}

  /// @param file empty for none
  static void write(String file, Instant at, Target target, String error) {
    if (file.isEmpty()) {
      return;
    }
    String line =
        "{\"time\":\"%s\",\"level\":\"ERROR\",\"msg\":\"%s\",\"job_name\":\"%s\",\"target\":\"%s\"}%n"
            .formatted(at, escape(error), escape(target.config().job()), target.url());
    try {
      Files.write(
          Path.of(file),
          line.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      logger.warn("scrape_failure_log_unwritable file={}", file, e);
    }
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
  }
}
