package io.mallwatch.model;

import java.util.Locale;

/// How grave a log line is; the five of the paper (R127 to R131), gravest first.
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  /// As written in entries and queries: `error`, `warn`, `info`, `debug`, `trace`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the names that loggers use, in any case: also `fatal`, `critical`, `warning`, `notice`,
  /// `verbose` and their like. Anything unknown is [#INFO].
  public static LogLevel parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "error", "err", "fatal", "critical", "crit", "alert", "emerg", "severe", "panic" ->
          ERROR;
      case "warn", "warning" -> WARN;
      case "debug", "fine", "config" -> DEBUG;
      case "trace", "verbose", "finer", "finest" -> TRACE;
      default -> INFO;
    };
  }

  /// From OpenTelemetry's SeverityNumber, 1 to 24; 0 (unset) is [#INFO].
  public static LogLevel ofSeverityNumber(int severity) {
    if (severity >= 17) {
      return ERROR;
    }
    if (severity >= 13) {
      return WARN;
    }
    if (severity >= 9 || severity <= 0) {
      return INFO;
    }
    return severity >= 5 ? DEBUG : TRACE;
  }
}
