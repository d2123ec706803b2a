package io.mallwatch.logs.query;

import io.mallwatch.logs.LogFilter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes filters as the text that [LogQueryParser] reads, for links and for the search field.
///
/// The text means the same as the filter, but for two that have no spelling: an exact value of a
/// text field is written as a phrase, and words in any other field as an exact value; and for the
/// filters that only clients of Elasticsearch make ([LogFilter.Like] and those behind it), which
/// are written as a wider one.
public final class LogFilters {

  private static final String SPECIAL = "\\\"()[]{}<>*:!-&|";
  private static final String NOTHING = "NOT *";

  private LogFilters() {}

  /// The filter as text.
  public static String text(LogFilter filter) {
    return switch (filter) {
      case LogFilter.All() -> "*";
      case LogFilter.Words(String field, String text) -> words(field, text);
      case LogFilter.Phrase(String field, String text) -> name(field) + quoted(text);
      case LogFilter.Equal(String field, String value) -> in(field, List.of(value));
      case LogFilter.In(String field, List<String> values) -> in(field, values);
      case LogFilter.Prefix(String field, String prefix) ->
          prefix.isEmpty() && field.isEmpty() ? "*" : name(field) + escaped(prefix) + "*";
      case LogFilter.Range range -> range(range);
      case LogFilter.Exists(String field) -> name(field) + "*";
      case LogFilter.And(List<LogFilter> filters) -> join(filters, " ", "*");
      case LogFilter.Or(List<LogFilter> filters) -> join(filters, " OR ", NOTHING);
      case LogFilter.Not(LogFilter inner) -> "NOT " + grouped(inner);
      case LogFilter.Like like -> words(like.field(), like.pattern().replaceAll("[*?]+", " "));
      case LogFilter.Near(String field, String text, _) -> words(field, text);
      case LogFilter.Between(String field, _, _, _, _) -> name(field) + "*";
      case LogFilter.DateBetween(String field, _, _) -> name(field) + "*";
      case LogFilter.AtLeast(_, List<LogFilter> filters) -> join(filters, " OR ", NOTHING);
    };
  }

  private static String join(List<LogFilter> filters, String sign, String ifNone) {
    return switch (filters.size()) {
      case 0 -> ifNone;
      case 1 -> text(filters.getFirst());
      default -> filters.stream().map(LogFilters::grouped).collect(Collectors.joining(sign));
    };
  }

  private static String grouped(LogFilter filter) {
    String text = text(filter);
    boolean single =
        switch (filter) {
          case LogFilter.And(List<LogFilter> filters) -> filters.isEmpty();
          case LogFilter.Words(_, String words) -> FilterMatch.pieces(words).size() <= 1;
          case LogFilter.Or _, LogFilter.Not _, LogFilter.AtLeast _ -> false;
          case LogFilter.Like _, LogFilter.Near _ -> false;
          case LogFilter.Between _, LogFilter.DateBetween _ -> true;
          case LogFilter.In _, LogFilter.Equal _ -> !text.equals(NOTHING);
          case LogFilter.All _, LogFilter.Phrase _, LogFilter.Exists _ -> true;
          case LogFilter.Prefix _, LogFilter.Range _ -> true;
        };
    return single ? text : "(" + text + ")";
  }

  private static String words(String field, String text) {
    List<String> pieces = FilterMatch.pieces(text);
    if (pieces.isEmpty()) {
      return "*";
    }
    return pieces.stream()
        .map(piece -> name(field) + escaped(piece))
        .collect(Collectors.joining(" "));
  }

  private static String in(String field, List<String> values) {
    List<String> possible = values;
    if (LogFields.kind(LogFields.canonical(field)) == LogFields.Kind.NUMBER) {
      possible = values.stream().filter(value -> FilterMatch.number(value) != null).toList();
    }
    return switch (possible.size()) {
      case 0 -> NOTHING;
      case 1 -> name(field) + quotedIfNeeded(field, possible.getFirst());
      default ->
          name(field)
              + possible.stream()
                  .map(value -> quotedIfNeeded(field, value))
                  .collect(Collectors.joining(" OR ", "(", ")"));
    };
  }

  private static String range(LogFilter.Range range) {
    String field = name(range.field());
    Double from = range.from();
    Double to = range.to();
    if (from != null && to == null) {
      return field + (range.fromInclusive() ? ">=" : ">") + LogFields.numberText(from);
    }
    if (to != null && from == null) {
      return field + (range.toInclusive() ? "<=" : "<") + LogFields.numberText(to);
    }
    return field
        + (range.fromInclusive() ? '[' : '{')
        + bound(from)
        + " TO "
        + bound(to)
        + (range.toInclusive() ? ']' : '}');
  }

  private static String bound(@Nullable Double bound) {
    return bound == null ? "*" : LogFields.numberText(bound);
  }

  private static String name(String field) {
    if (field.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder(field.length() + 1);
    field
        .chars()
        .forEach(c -> {
          if (!Character.isLetterOrDigit(c) && "._-@".indexOf(c) < 0) {
            out.append('\\');
          }
          out.append((char) c);
        });
    return out.append(':').toString();
  }

  private static String quotedIfNeeded(String field, String value) {
    boolean plain =
        LogFields.kind(field) != LogFields.Kind.TEXT
            && !value.isEmpty()
            && value.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '.')
            && !List.of("AND", "OR", "NOT").contains(value);
    return plain ? value : quoted(value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String escaped(String word) {
    if (List.of("AND", "OR", "NOT", "TO").contains(word)) {
      return "\\" + word;
    }
    StringBuilder out = new StringBuilder(word.length());
    word.chars()
        .forEach(c -> {
          if (SPECIAL.indexOf(c) >= 0 || Character.isWhitespace(c)) {
            out.append('\\');
          }
          out.append((char) c);
        });
    return out.toString();
  }
}
