package io.mallwatch.logs.lines;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Access logs of web servers, in the common and the combined form, with the time a request took
/// behind it where the server writes it.
final class AccessLines {

  private AccessLines() {}

  /// The entry; empty when the line has another form. 5xx is an error, 4xx a warning.
  static Optional<LogEntry> read(String event, LineContext context) {
    Cursor line = new Cursor(event);
    String ip = line.word();
    String ident = line.spaces().word();
    line.spaces();
    int bracket = event.indexOf(" [", line.at);
    if (ident.isEmpty() || bracket < 0) {
      return Optional.empty();
    }
    String user = event.substring(line.at, bracket); // may have blanks
    line.at = bracket + 1;
    Instant time = LineTimes.access(line.between('[', ']'));
    String request = line.spaces().quoted();
    long status = line.spaces().number();
    if (time == null || status < 100 || status > 999) {
      return Optional.empty();
    }
    String bytes = line.spaces().word();
    String referer = line.spaces().quoted();
    String agent = line.spaces().quoted();
    LogLevel level = status >= 500 ? LogLevel.ERROR : status >= 400 ? LogLevel.WARN : LogLevel.INFO;
    LogEntry.Builder entry =
        LogEntry.builder(time, level, context.service(), event)
            .category("access")
            .data("ip", ip)
            .data("status", status)
            .durationMillis(duration(line.spaces().word()));
    if (!user.equals("-")) {
      entry.userId(user);
    }
    if (!bytes.equals("-") && bytes.chars().allMatch(Character::isDigit) && bytes.length() < 18) {
      entry.data("bytes", bytes.isEmpty() ? 0L : Long.parseLong(bytes));
    }
    putRequest(entry, request);
    put(entry, "referer", referer);
    put(entry, "userAgent", agent);
    return Optional.of(entry.build());
  }

  private static void putRequest(LogEntry.Builder entry, String request) {
    Cursor words = new Cursor(request);
    String method = words.word();
    String url = words.spaces().word();
    put(entry, "method", method);
    put(entry, "url", url);
    put(entry, "protocol", words.spaces().word());
    int query = url.indexOf('?');
    put(entry, "path", query < 0 ? url : url.substring(0, query));
  }

  private static void put(LogEntry.Builder entry, String name, String value) {
    if (!value.isEmpty() && !value.equals("-")) {
      entry.data(name, value);
    }
  }

  /// Seconds, as nginx's `$request_time`.
  private static @Nullable Double duration(String word) {
    int dot = word.indexOf('.');
    if (dot <= 0 || dot != word.lastIndexOf('.') || word.length() > 15) {
      return null;
    }
    return word.chars().allMatch(c -> Character.isDigit(c) || c == '.')
        ? Double.valueOf(Double.parseDouble(word) * 1_000)
        : null;
  }
}
