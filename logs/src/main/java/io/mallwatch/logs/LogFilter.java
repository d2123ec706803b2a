package io.mallwatch.logs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which log entries are wanted. Fields are named as in the API: `level`, `service`, `message`,
/// `category`, `action`, `requestId`, `userId`, `traceId`, `spanId`, `error.name`, `error.message`,
/// `error.stack`, `tags`, `durationMillis`, and `data.<path>` for any leaf of the structured data.
public sealed interface LogFilter {

  /// Every entry.
  record All() implements LogFilter {}

  /// Entries whose `field` has all words of `text`; a run of Chinese characters is found as a
  /// substring. `field` is `message`, `error.message`, `error.stack` or empty for any of them.
  record Words(String field, String text) implements LogFilter {}

  /// Entries whose `field` has the words of `text` one after the other.
  record Phrase(String field, String text) implements LogFilter {}

  /// Entries whose `field` is exactly `value`, compared as text and with case.
  record Equal(String field, String value) implements LogFilter {}

  /// Entries whose `field` is exactly one of `values`.
  record In(String field, List<String> values) implements LogFilter {
    public In {
      values = List.copyOf(values);
    }
  }

  /// Entries with a word (of a text field) or value (of any other) that begins with `prefix`.
  record Prefix(String field, String prefix) implements LogFilter {}

  /// Entries whose numeric `field` lies between the bounds; a null bound is open.
  record Range(
      String field,
      @Nullable Double from,
      boolean fromInclusive,
      @Nullable Double to,
      boolean toInclusive)
      implements LogFilter {}

  /// Entries that have `field` at all.
  record Exists(String field) implements LogFilter {}

  /// Entries that pass all; every entry when there is none.
  record And(List<LogFilter> filters) implements LogFilter {
    public And {
      filters = List.copyOf(filters);
    }
  }

  /// Entries that pass any; no entry when there is none.
  record Or(List<LogFilter> filters) implements LogFilter {
    public Or {
      filters = List.copyOf(filters);
    }
  }

  /// Entries that don't pass `filter`.
  record Not(LogFilter filter) implements LogFilter {}

  /// Entries with a word (of a text field, in any case) or a value (of any other) that is like
  /// `pattern` as a whole. Values longer than a kilobyte are compared by their beginning.
  ///
  /// @param ignoreCase of values; words have none
  /// @param edits most characters that may differ of a [Form#FUZZY] one
  record Like(String field, Form form, String pattern, boolean ignoreCase, int edits)
      implements LogFilter {}

  /// How a pattern is written.
  enum Form {
    /// `*` any characters, `?` one, a backslash takes the meaning from the next.
    WILDCARD,
    /// A regular expression that takes time in proportion to the text (RE2's syntax).
    REGEXP,
    /// A word with mistakes: characters left out, put in, changed, or two swapped.
    FUZZY
  }

  /// Entries whose `field` has the words of `text`, moved by at most `slop` places together.
  record Near(String field, String text, int slop) implements LogFilter {}

  /// Entries with a value of `field` between two texts, in the order of their characters; a null
  /// bound is open.
  record Between(
      String field,
      @Nullable String from,
      boolean fromInclusive,
      @Nullable String to,
      boolean toInclusive)
      implements LogFilter {}

  /// Entries with a value of `field`, a path of the data, that is a date in the range, in
  /// milliseconds.
  ///
  /// @param to exclusive
  record DateBetween(String field, long from, long to) implements LogFilter {}

  /// Entries that pass at least `least` of the filters.
  record AtLeast(int least, List<LogFilter> filters) implements LogFilter {
    public AtLeast {
      filters = List.copyOf(filters);
    }
  }
}
