package io.mallwatch.logs.query;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.LogEntry;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// Whether an entry passes a filter, decided in memory: for tails and for fields that no index
/// holds. Answers exactly what every engine answers.
public final class FilterMatch {

  /// The fields that text without a field is looked for in.
  public static final List<String> FREE_TEXT = List.of("message", "error.message", "error.stack");

  private FilterMatch() {}

  /// A predicate for `filter`; safe for use by several threads.
  public static Predicate<LogEntry> of(LogFilter filter) {
    return switch (filter) {
      case LogFilter.All() -> _ -> true;
      case LogFilter.Words(String field, String text) -> words(field, text);
      case LogFilter.Phrase(String field, String text) ->
          phrase(LogFields.canonical(orEmpty(field)), field, text, false);
      case LogFilter.Equal(String field, String value) -> equal(LogFields.canonical(field), value);
      case LogFilter.In(String field, List<String> values) ->
          any(values.stream().map(value -> equal(LogFields.canonical(field), value)).toList());
      case LogFilter.Prefix(String field, String prefix) ->
          prefix(LogFields.canonical(orEmpty(field)), field, prefix);
      case LogFilter.Range range -> range(range);
      case LogFilter.Exists(String field) -> {
        String name = LogFields.canonical(field);
        yield entry -> LogFields.has(entry, name);
      }
      case LogFilter.And(List<LogFilter> filters) -> {
        List<Predicate<LogEntry>> all = filters.stream().map(FilterMatch::of).toList();
        yield entry -> all.stream().allMatch(one -> one.test(entry));
      }
      case LogFilter.Or(List<LogFilter> filters) ->
          any(filters.stream().map(FilterMatch::of).toList());
      case LogFilter.Not(LogFilter inner) -> of(inner).negate();
      case LogFilter.Like like -> like(like);
      case LogFilter.Near(String field, String text, int slop) -> near(field, text, slop);
      case LogFilter.Between between -> between(between);
      case LogFilter.DateBetween(String field, long from, long to) -> {
        String name = LogFields.canonical(field);
        yield entry ->
            LogFields.values(entry, name).stream()
                .map(LogDates::millis)
                .anyMatch(millis -> millis != null && millis >= from && millis < to);
      }
      case LogFilter.AtLeast(int least, List<LogFilter> filters) -> {
        List<Predicate<LogEntry>> all = filters.stream().map(FilterMatch::of).toList();
        yield entry -> all.stream().filter(one -> one.test(entry)).limit(least).count() >= least;
      }
    };
  }

  private static Predicate<LogEntry> like(LogFilter.Like like) {
    List<String> fields =
        like.field().isEmpty()
            ? List.of("message", "error.message")
            : List.of(LogFields.canonical(like.field()));
    if (LogFields.kind(fields.getFirst()) != LogFields.Kind.TEXT) {
      Predicate<String> matches = LikeMatch.of(like, like.ignoreCase());
      return entry -> LogFields.values(entry, fields.getFirst()).stream().anyMatch(matches);
    }
    Predicate<String> matches = LikeMatch.of(like, true);
    return entry ->
        fields.stream()
            .flatMap(field -> LogFields.values(entry, field).stream())
            .anyMatch(text -> anyWord(LogWords.all(text), matches));
  }

  private static boolean anyWord(List<LogWords.Word> words, Predicate<String> matches) {
    for (LogWords.Word word : words) {
      if (!word.ideograph()
          && (matches.test(word.text()) || word.parts().stream().anyMatch(matches))) {
        return true;
      }
    }
    return false;
  }

  private static Predicate<LogEntry> near(String field, String text, int slop) {
    List<LogWords.Word> wanted = LogWords.all(text);
    List<String> fields =
        field.isEmpty() ? List.of("message", "error.message") : List.of(LogFields.canonical(field));
    return entry ->
        wanted.isEmpty()
            || fields.stream()
                .flatMap(one -> LogFields.values(entry, one).stream())
                .anyMatch(value -> near(LogWords.all(value), wanted, slop, 0, 0, 0));
  }

  /// Whether the words from `next` on find places so that all together are moved by at most `slop`.
  ///
  /// @param least smallest and `most` largest distance of a place from the word's own so far
  private static boolean near(
      List<LogWords.Word> text,
      List<LogWords.Word> wanted,
      int slop,
      int next,
      int least,
      int most) {
    if (next == wanted.size()) {
      return true;
    }
    for (int place = 0; place < text.size(); place++) {
      int moved = place - next;
      int low = next == 0 ? moved : Math.min(least, moved);
      int high = next == 0 ? moved : Math.max(most, moved);
      if (high - low <= slop
          && fits(text.get(place), wanted.get(next), false, false)
          && near(text, wanted, slop, next + 1, low, high)) {
        return true;
      }
    }
    return false;
  }

  private static Predicate<LogEntry> between(LogFilter.Between between) {
    String name = LogFields.canonical(between.field());
    if (LogFields.kind(name) == LogFields.Kind.TEXT
        || LogFields.kind(name) == LogFields.Kind.NUMBER) {
      return _ -> false;
    }
    Predicate<String> inside = inside(between);
    return entry -> LogFields.values(entry, name).stream().anyMatch(inside);
  }

  /// Whether a value lies between the bounds.
  public static Predicate<String> inside(LogFilter.Between between) {
    String from = between.from();
    String to = between.to();
    return value -> {
      int low = from == null ? 1 : value.compareTo(from);
      int high = to == null ? -1 : value.compareTo(to);
      return (low > 0 || (low == 0 && between.fromInclusive()))
          && (high < 0 || (high == 0 && between.toInclusive()));
    };
  }

  /// The pieces of a query's text that must each be found: it is cut at white space only, so
  /// `order-service` stays together.
  public static List<String> pieces(String text) {
    return java.util.Arrays.stream(text.strip().split("\\s+"))
        .filter(piece -> !piece.isEmpty())
        .toList();
  }

  /// Whether a text has the words of `phrase` one after the other.
  public static Predicate<String> phraseIn(String phrase) {
    List<LogWords.Word> wanted = LogWords.all(phrase);
    return text -> hasPhrase(LogWords.all(text), wanted, false);
  }

  /// Whether the words of `query` stand one after the other in `text`.
  ///
  /// @param lastIsPrefix whether the last one need only begin a word
  static boolean hasPhrase(
      List<LogWords.Word> text, List<LogWords.Word> query, boolean lastIsPrefix) {
    for (int start = 0; start + query.size() <= text.size(); start++) {
      int i = 0;
      while (i < query.size()
          && fits(
              text.get(start + i), query.get(i), lastIsPrefix && i == query.size() - 1, i > 0)) {
        i++;
      }
      if (i == query.size()) {
        return true;
      }
    }
    return query.isEmpty();
  }

  private static boolean fits(
      LogWords.Word word, LogWords.Word wanted, boolean asPrefix, boolean inside) {
    if (wanted.ideograph()) {
      return word.text().equals(wanted.text())
          && (!inside || !wanted.adjacent() || word.adjacent());
    }
    if (word.ideograph()) {
      return false;
    }
    return asPrefix
        ? word.text().startsWith(wanted.text())
            || word.parts().stream().anyMatch(part -> part.startsWith(wanted.text()))
        : word.text().equals(wanted.text()) || word.parts().contains(wanted.text());
  }

  private static Predicate<LogEntry> words(String field, String text) {
    String name = LogFields.canonical(orEmpty(field));
    List<Predicate<LogEntry>> all =
        pieces(text).stream().map(piece -> phrase(name, field, piece, false)).toList();
    return entry -> all.stream().allMatch(one -> one.test(entry));
  }

  private static Predicate<LogEntry> phrase(
      String name, String field, String text, boolean lastIsPrefix) {
    List<LogWords.Word> wanted = LogWords.all(text);
    if (wanted.isEmpty()) {
      return _ -> true;
    }
    List<String> fields = field.isEmpty() ? FREE_TEXT : List.of(name);
    return entry ->
        fields.stream()
            .flatMap(one -> LogFields.values(entry, one).stream())
            .anyMatch(value -> hasPhrase(LogWords.all(value), wanted, lastIsPrefix));
  }

  private static Predicate<LogEntry> prefix(String name, String field, String prefix) {
    if (field.isEmpty() || LogFields.kind(name) == LogFields.Kind.TEXT) {
      return phrase(name, field, prefix, true);
    }
    if (LogFields.kind(name) == LogFields.Kind.NUMBER) {
      throw new BadQueryException("%s is a number and has no prefix".formatted(name));
    }
    String wanted = LogFields.normal(name, prefix);
    return entry ->
        LogFields.values(entry, name).stream().anyMatch(value -> value.startsWith(wanted));
  }

  private static Predicate<LogEntry> equal(String name, String value) {
    if (LogFields.kind(name) == LogFields.Kind.NUMBER) {
      Double number = number(value);
      return entry -> number != null && LogFields.numbers(entry, name).contains(number);
    }
    String wanted = LogFields.normal(name, value);
    return entry -> LogFields.values(entry, name).contains(wanted);
  }

  private static Predicate<LogEntry> range(LogFilter.Range range) {
    String name = LogFields.canonical(range.field());
    return entry ->
        LogFields.numbers(entry, name).stream().anyMatch(number -> inRange(range, number));
  }

  private static boolean inRange(LogFilter.Range range, double number) {
    Double from = range.from();
    Double to = range.to();
    if (from != null && (range.fromInclusive() ? number < from : number <= from)) {
      return false;
    }
    return !(Double.isNaN(number)
        || (to != null && (range.toInclusive() ? number > to : number >= to)));
  }

  /// Reads a number; null when it is none.
  public static @org.jspecify.annotations.Nullable Double number(String text) {
    try {
      return Double.valueOf(text.strip()) + 0.0;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String orEmpty(String field) {
    return field.isEmpty() ? "message" : Objects.requireNonNull(field);
  }

  private static Predicate<LogEntry> any(List<Predicate<LogEntry>> some) {
    return entry -> some.stream().anyMatch(one -> one.test(entry));
  }
}
