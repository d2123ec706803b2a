package io.mallwatch.logs.lines;

import io.mallwatch.logs.ingest.Timestamps;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.util.Optional;

/// Lines of the services a mall stands on: nginx, MySQL, Redis.
final class ServiceLines {

  private ServiceLines() {}

  /// `2026/11/02 10:00:00 [error] 12#34: *56 what happened, client: 1.2.3.4, server: ...`.
  static Optional<LogEntry> nginxError(String event, LineContext context) {
    if (event.length() < 22 || event.charAt(4) != '/' || event.charAt(20) != '[') {
      return Optional.empty();
    }
    Cursor line = new Cursor(event);
    Instant time = LineTimes.java(line, context);
    String level = line.spaces().between('[', ']');
    line.spaces().word(); // process and thread
    if (time == null || level.isEmpty()) {
      return Optional.empty();
    }
    String message = line.spaces().rest();
    LogEntry.Builder entry =
        LogEntry.builder(time, LogLevel.parse(level), context.service(), message);
    for (String name : new String[] {"client", "server", "request", "upstream", "host"}) {
      int at = message.indexOf(", " + name + ": ");
      if (at >= 0) {
        Cursor value = new Cursor(message);
        value.at = at + name.length() + 4;
        String text = value.peek() == '"' ? value.quoted() : value.word();
        String whole = text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
        entry.data(name.equals("client") ? "ip" : name, whole);
      }
    }
    return Optional.of(entry.build());
  }

  /// `1:M 02 Nov 2026 10:00:00.123 * Ready`.
  static Optional<LogEntry> redis(String event, LineContext context) {
    Cursor line = new Cursor(event);
    long pid = line.number();
    if (pid < 0 || !line.take(":") || "MSCX".indexOf(line.peek()) < 0) {
      return Optional.empty();
    }
    String role = line.word();
    line.spaces();
    Instant time = LineTimes.named(line, context);
    String sign = line.spaces().word();
    if (time == null || role.length() != 1 || sign.length() != 1) {
      return Optional.empty();
    }
    LogLevel level =
        switch (sign.charAt(0)) {
          case '#' -> LogLevel.WARN;
          case '.' -> LogLevel.DEBUG;
          default -> LogLevel.INFO;
        };
    return Optional.of(
        LogEntry.builder(time, level, context.service(), line.spaces().rest())
            .data("pid", pid)
            .data("role", role)
            .build());
  }

  /// An event of MySQL's or MariaDB's slow log; its message is the statement.
  static Optional<LogEntry> mysqlSlow(String event, LineContext context) {
    if (!event.startsWith("# Time: ") && !event.startsWith("# User@Host: ")) {
      return Optional.empty();
    }
    Instant time = context.now();
    StringBuilder statement = new StringBuilder();
    LogEntry.Builder found = LogEntry.builder(time, LogLevel.WARN, context.service(), "");
    Double millis = null;
    for (String line : event.split("\n", -1)) {
      Cursor at = new Cursor(line);
      if (at.take("# Time: ")) {
        Instant written = Timestamps.parse(at.rest(), context.zone());
        time = written == null ? time : written;
      } else if (at.take("SET timestamp=")) {
        long seconds = at.number();
        time = seconds > 0 && time.equals(context.now()) ? Instant.ofEpochSecond(seconds) : time;
      } else if (at.take("# User@Host: ")) {
        found.data("user", before(at.rest(), '['));
        int host = line.indexOf(" @ ");
        if (host > 0) {
          found.data("client", line.substring(host + 3).replaceAll("\\s+Id:.*", "").strip());
        }
      } else if (at.take("# ")) {
        millis = putFigures(found, at, millis);
      } else if (!line.startsWith("use ") && !line.isBlank()) {
        statement.append(statement.isEmpty() ? "" : "\n").append(line);
      }
    }
    LogEntry read = found.build();
    return Optional.of(
        LogEntry.builder(time, LogLevel.WARN, context.service(), statement.toString())
            .category("slow_query")
            .durationMillis(millis)
            .data(read.data())
            .build());
  }

  private static String before(String text, char end) {
    int at = text.indexOf(end);
    return (at < 0 ? text : text.substring(0, at)).strip();
  }

  /// `Query_time: 2.1 Lock_time: 0.0 Rows_sent: 1`; returns the time of the query.
  private static @org.jspecify.annotations.Nullable Double putFigures(
      LogEntry.Builder entry, Cursor line, @org.jspecify.annotations.Nullable Double known) {
    Double millis = known;
    while (!line.spaces().isAtEnd()) {
      String name = line.word();
      String value = line.spaces().word();
      if (!name.endsWith(":")) {
        return millis;
      }
      String field = name.substring(0, name.length() - 1);
      try {
        double number = Double.parseDouble(value);
        if (field.equals("Query_time")) {
          millis = number * 1_000;
        } else if (number == Math.rint(number) && value.indexOf('.') < 0) {
          entry.data(field, (long) number);
        } else {
          entry.data(field, number);
        }
      } catch (NumberFormatException e) {
        entry.data(field, value);
      }
    }
    return millis;
  }
}
