package io.mallwatch.logs.lines;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lines of Java programs: a time, then level, thread, logger in the order that the program's
/// pattern gives them, then the message, and below it perhaps a stack trace.
final class JavaLines {

  private static final int TRACE_ID_DIGITS = 32;
  private static final int SPAN_ID_DIGITS = 16;

  private final Cursor line;
  private @Nullable LogLevel level;
  private @Nullable String logger;
  private @Nullable Long pid;
  private final List<String> brackets = new ArrayList<>();

  private JavaLines(Cursor line) {
    this.line = line;
  }

  /// The entry; empty when the event has no level, or neither time nor logger.
  static Optional<LogEntry> read(String event, LineContext context) {
    int end = event.indexOf('\n');
    JavaLines reader = new JavaLines(new Cursor(end < 0 ? event : event.substring(0, end)));
    Instant time = LineTimes.java(reader.line, context);
    reader.line.take("]");
    reader.readWords();
    LogLevel level = reader.level;
    if (level == null || (time == null && reader.logger == null)) {
      return Optional.empty();
    }
    String message = reader.line.rest() + (end < 0 ? "" : event.substring(end));
    LogEntry.Builder entry =
        LogEntry.builder(
            time == null ? context.now() : time, level, context.service(), beforeStack(message));
    reader.putWords(entry);
    return Optional.of(withStack(entry, message).build());
  }

  /// Level, thread, logger; stops where the message begins.
  private void readWords() {
    while (!line.spaces().isAtEnd()) {
      int before = line.at;
      if (line.peek() == '[') {
        String inside = line.between('[', ']');
        if (inside.isEmpty() && !line.take("[]")) {
          return;
        }
        LogLevel inBrackets = level == null ? levelOf(inside.strip()) : null;
        if (inBrackets != null) {
          level = inBrackets;
        } else {
          brackets.add(inside.strip());
        }
        line.take(",");
        continue;
      }
      String word = line.word();
      if (word.equals("---") || (word.equals("-") && logger == null && level == null)) {
        continue;
      }
      LogLevel named = level == null ? levelOf(word.endsWith(":") ? cut(word) : word) : null;
      if (named != null) {
        level = named;
      } else if (level != null && logger == null && pid == null && isNumber(word)) {
        pid = Long.parseLong(word);
      } else if (logger == null && isLogger(word)) {
        logger = word.endsWith(":") ? cut(word) : word;
        line.spaces();
        if (level != null) {
          if (!line.take("-- ") && !line.take("- ")) {
            line.take(": ");
          }
          return;
        }
      } else {
        line.at = before;
        return;
      }
    }
  }

  /// A name with dots or before a separator.
  private boolean isLogger(String word) {
    String name = word.endsWith(":") ? cut(word) : word;
    if (name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isJavaIdentifierPart(c)
          && c != '.'
          && c != '-'
          && c != '/'
          && c != '['
          && c != ']') {
        return false;
      }
    }
    int at = line.at;
    line.spaces();
    boolean separated =
        line.text.startsWith("- ", line.at)
            || line.text.startsWith("-- ", line.at)
            || line.text.startsWith(": ", line.at);
    boolean atEnd = line.text.startsWith(":", line.at) && line.at + 1 == line.text.length();
    line.at = at;
    return separated || atEnd || (name.indexOf('.') > 0 && (level != null || word.endsWith(":")));
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty() && word.length() < 18 && word.chars().allMatch(Character::isDigit);
  }

  private static String cut(String word) {
    return word.substring(0, word.length() - 1);
  }

  static @Nullable LogLevel levelOf(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "ERROR", "FATAL", "SEVERE", "CRITICAL", "错误" -> LogLevel.ERROR;
      case "WARN", "WARNING", "警告" -> LogLevel.WARN;
      case "INFO", "NOTICE", "信息" -> LogLevel.INFO;
      case "DEBUG", "FINE", "CONFIG", "调试" -> LogLevel.DEBUG;
      case "TRACE", "FINER", "FINEST" -> LogLevel.TRACE;
      default -> null;
    };
  }

  private void putWords(LogEntry.Builder entry) {
    if (logger != null) {
      entry.data("logger", logger);
    }
    if (pid != null) {
      entry.data("pid", pid);
    }
    // Spring Boot: [application] [thread]; others: [thread]; with tracing: [traceId-spanId]
    List<String> plain = new ArrayList<>();
    for (String one : brackets) {
      if (!putTrace(entry, one) && !one.isEmpty()) {
        plain.add(one);
      }
    }
    if (!plain.isEmpty()) {
      entry.data("thread", plain.getLast());
    }
    if (plain.size() > 1) {
      entry.data("context", plain.subList(0, plain.size() - 1));
    }
  }

  /// `[app,traceId,spanId]` or `[traceId-spanId]`.
  private static boolean putTrace(LogEntry.Builder entry, String inside) {
    String[] parts = inside.split("[,-]", -1);
    for (int i = 0; i + 1 < parts.length; i++) {
      if (isHex(parts[i], TRACE_ID_DIGITS) && isHex(parts[i + 1], SPAN_ID_DIGITS)) {
        entry.traceId(parts[i]).spanId(parts[i + 1]);
        return true;
      }
    }
    return false;
  }

  private static boolean isHex(String text, int digits) {
    return text.length() == digits && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  /// The message without the stack trace below it.
  private static String beforeStack(String message) {
    int at = stackAt(message);
    return at <= 0 ? message : message.substring(0, at).stripTrailing();
  }

  /// Adds the exception that a stack trace in `text` tells of.
  static LogEntry.Builder withStack(LogEntry.Builder entry, String text) {
    int at = stackAt(text);
    if (at < 0) {
      return entry;
    }
    String stack = text.substring(at);
    int lineEnd = stack.indexOf('\n');
    String first = (lineEnd < 0 ? stack : stack.substring(0, lineEnd)).strip();
    int colon = first.indexOf(": ");
    return entry.error(
        new LogEntry.LogError(
            colon < 0 ? first : first.substring(0, colon),
            colon < 0 ? "" : first.substring(colon + 2),
            stack));
  }

  /// Where the line before the first `\tat ` begins, -1 without one.
  private static int stackAt(String text) {
    int frame = text.indexOf("\n\tat ");
    if (frame < 0) {
      frame = text.indexOf("\n    at ");
    }
    if (frame < 0) {
      return -1;
    }
    // the exception's own message may have several lines
    int begin = frame;
    while (begin >= 0) {
      int lineAt = text.lastIndexOf('\n', begin - 1) + 1;
      if (isThrowable(text, lineAt, begin)) {
        return lineAt;
      }
      begin = lineAt - 1;
    }
    return -1;
  }

  private static boolean isThrowable(String text, int from, int to) {
    int end = from;
    while (end < to
        && (Character.isJavaIdentifierPart(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    boolean named = text.substring(from, end).indexOf('.') > 0 || text.startsWith("Error", end - 5);
    return named && (end == to || text.charAt(end) == ':' || text.charAt(end) == '\r');
  }
}
