package io.mallwatch.logs.lines;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Which lines belong to one event.
public sealed interface Multiline {

  /// Most lines of one event; the next one begins another.
  int MAX_LINES = 500;

  /// Seen by the event's first line: after one with a time come lines without, after any other come
  /// indented ones and `Caused by:`; a JSON object stands alone.
  static Multiline auto() {
    return new Auto();
  }

  /// Each line is an event.
  static Multiline off() {
    return new Off();
  }

  /// An event begins with a line in which `pattern` is found.
  static Multiline starting(Pattern pattern) {
    return new Starting(pattern);
  }

  /// Events of MySQL's slow log, which begin with `# Time:` or, within the same second, with `#
  /// User@Host:`.
  static Multiline mysqlSlow() {
    return new MysqlSlow();
  }

  /// Reads `auto`, `off`, `java`, `python`, `go`, `timestamp` or an expression that an event's
  /// first line matches.
  ///
  /// @throws IllegalArgumentException when it is neither
  static Multiline parse(String text) {
    return switch (text) {
      case "auto", "timestamp" -> auto();
      case "off", "none" -> off();
      case "java", "indented" -> new Indented(null);
      // the last line of a traceback is not indented, and so is the first
      case "python" -> new Indented(Pattern.compile("^(\\w+\\.)*\\w*(Error|Exception|Warning)\\b"));
      case "mysql_slow" -> mysqlSlow();
      case "go" -> new Indented(Pattern.compile("^(goroutine \\d+|created by |\\S+\\(.*\\)$)"));
      default -> starting(pattern(text));
    };
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// Whether `line` goes on with the event that begins with `first` and whose line before it is
  /// `previous`.
  boolean continues(String first, String previous, String line);

  /// Whether an event that begins with `first` may have more lines.
  boolean mayGoOn(String first);

  record Auto() implements Multiline {
    @Override
    public boolean continues(String first, String previous, String line) {
      LineShape shape = LineShape.of(line);
      return switch (LineShape.of(first)) {
        case OBJECT -> false;
        case TIMED -> shape != LineShape.TIMED && shape != LineShape.OBJECT;
        case CONTINUED, BLANK, OTHER -> shape == LineShape.CONTINUED;
      };
    }

    @Override
    public boolean mayGoOn(String first) {
      return LineShape.of(first) != LineShape.OBJECT;
    }
  }

  record Off() implements Multiline {
    @Override
    public boolean continues(String first, String previous, String line) {
      return false;
    }

    @Override
    public boolean mayGoOn(String first) {
      return false;
    }
  }

  /// @param more lines that go on though they are not indented; null for none
  record Indented(@Nullable Pattern more) implements Multiline {
    @Override
    public boolean continues(String first, String previous, String line) {
      return LineShape.of(line) == LineShape.CONTINUED
          || (more != null && more.matcher(line).find());
    }

    @Override
    public boolean mayGoOn(String first) {
      return true;
    }
  }

  record Starting(Pattern pattern) implements Multiline {
    @Override
    public boolean continues(String first, String previous, String line) {
      return !pattern.matcher(line).find();
    }

    @Override
    public boolean mayGoOn(String first) {
      return true;
    }
  }

  record MysqlSlow() implements Multiline {
    @Override
    public boolean continues(String first, String previous, String line) {
      if (line.startsWith("# Time: ")) {
        return false;
      }
      return !line.startsWith("# User@Host: ") || previous.startsWith("# Time: ");
    }

    @Override
    public boolean mayGoOn(String first) {
      return true;
    }
  }
}
