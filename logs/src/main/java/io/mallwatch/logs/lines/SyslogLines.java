package io.mallwatch.logs.lines;

import io.mallwatch.logs.ingest.Timestamps;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Messages of syslog: RFC 5424, RFC 3164 and what programs make of it, with or without priority.
final class SyslogLines {

  private static final String[] FACILITIES = {
    "kern",
    "user",
    "mail",
    "daemon",
    "auth",
    "syslog",
    "lpr",
    "news",
    "uucp",
    "cron",
    "authpriv",
    "ftp",
    "ntp",
    "audit",
    "alert",
    "clock",
    "local0",
    "local1",
    "local2",
    "local3",
    "local4",
    "local5",
    "local6",
    "local7"
  };
  private static final int MAX_PRIORITY = 191;

  private SyslogLines() {}

  /// The entry; empty when it has neither a priority nor a time.
  static Optional<LogEntry> read(String event, LineContext context) {
    Cursor line = new Cursor(event);
    int priority = -1;
    if (line.peek() == '<') {
      String digits = line.between('<', '>');
      priority = priority(digits);
      if (priority < 0) {
        return Optional.empty();
      }
    }
    if (priority >= 0 && line.text.startsWith("1 ", line.at)) {
      line.at += 2;
      return rfc5424(line, priority, context);
    }
    return rfc3164(line, priority, context);
  }

  private static int priority(String digits) {
    if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(Character::isDigit)) {
      return -1;
    }
    int value = Integer.parseInt(digits);
    return value <= MAX_PRIORITY ? value : -1;
  }

  private static Optional<LogEntry> rfc5424(Cursor line, int priority, LineContext context) {
    String time = line.word();
    String host = line.spaces().word();
    String app = line.spaces().word();
    String process = line.spaces().word();
    String kind = line.spaces().word();
    line.spaces();
    Instant at = time.equals("-") ? null : Timestamps.parse(time, context.zone());
    if (at == null && !time.equals("-")) {
      return Optional.empty();
    }
    Map<String, Object> structured = structuredData(line);
    line.spaces();
    line.take("\uFEFF");
    LogEntry.Builder entry = entry(at, priority, app, line.rest(), context);
    put(entry, "host", host);
    put(entry, "pid", process);
    put(entry, "messageId", kind);
    entry.data(structured);
    return Optional.of(entry.build());
  }

  /// `[id name="value" ...][...]` as one map for each id.
  private static Map<String, Object> structuredData(Cursor line) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (line.take("-")) {
      return all;
    }
    while (line.peek() == '[') {
      line.at++;
      int from = line.at;
      while (!line.isAtEnd() && line.peek() != ' ' && line.peek() != ']') {
        line.at++;
      }
      String id = line.text.substring(from, line.at);
      Map<String, Object> values = new LinkedHashMap<>();
      while (line.spaces().peek() != ']' && !line.isAtEnd()) {
        int name = line.at;
        int equals = line.text.indexOf('=', name);
        if (equals < 0) {
          line.at = line.text.length();
          break;
        }
        line.at = equals + 1;
        if (line.peek() != '"') {
          line.at = line.text.length();
          break;
        }
        String value = line.quoted();
        values.put(
            line.text.substring(name, equals),
            value.replace("\\\"", "\"").replace("\\]", "]").replace("\\\\", "\\"));
      }
      line.take("]");
      all.put(id, values);
    }
    return all;
  }

  private static Optional<LogEntry> rfc3164(Cursor line, int priority, LineContext context) {
    Instant time = LineTimes.named(line, context);
    if (time == null) {
      time = LineTimes.java(line, context); // rsyslog's and journald's ISO times
    }
    if (time == null && priority < 0) {
      return Optional.empty();
    }
    String host = "";
    if (time != null) {
      int before = line.spaces().at;
      host = line.word();
      if (host.endsWith(":") || host.endsWith("]:")) {
        host = ""; // no host: what stands here is the tag
        line.at = before;
      }
    }
    line.spaces();
    String app = "";
    String process = "";
    int before = line.at;
    String tag = line.word();
    if (tag.endsWith(":") && tag.length() > 1) {
      String name = tag.substring(0, tag.length() - 1);
      int bracket = name.indexOf('[');
      app = bracket < 0 ? name : name.substring(0, bracket);
      process = bracket < 0 ? "" : name.substring(bracket + 1).replace("]", "");
      line.spaces();
    } else {
      line.at = before;
    }
    LogEntry.Builder entry = entry(time, priority, app, line.rest(), context);
    put(entry, "host", host);
    put(entry, "pid", process);
    return Optional.of(entry.build());
  }

  private static LogEntry.Builder entry(
      @Nullable Instant time, int priority, String app, String message, LineContext context) {
    LogEntry.Builder entry =
        LogEntry.builder(
            time == null ? context.now() : time,
            level(priority),
            app.isEmpty() || app.equals("-") ? context.service() : app,
            message);
    if (priority >= 0 && priority >> 3 < FACILITIES.length) {
      entry.data("facility", FACILITIES[priority >> 3]);
    }
    return entry;
  }

  private static LogLevel level(int priority) {
    if (priority < 0) {
      return LogLevel.INFO;
    }
    int severity = priority & 7;
    return severity <= 3
        ? LogLevel.ERROR
        : severity == 4 ? LogLevel.WARN : severity <= 6 ? LogLevel.INFO : LogLevel.DEBUG;
  }

  private static void put(LogEntry.Builder entry, String name, String value) {
    if (!value.isEmpty() && !value.equals("-")) {
      entry.data(name, value);
    }
  }
}
