package io.mallwatch.logs.lucene.document;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.query.FilterMatch;
import io.mallwatch.logs.query.LikeMatch;
import io.mallwatch.logs.query.LogDates;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.logs.query.LogWords;
import io.mallwatch.model.BadQueryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;

/// Turns filters into Lucene queries for one reader. What the index cannot decide exactly it
/// narrows down, and the entries decide the rest ([ScanQuery]).
public final class FilterQueries {

  private static final int CLAUSES_AT_ONCE = 512;

  private final IndexReader reader;

  public FilterQueries(IndexReader reader) {
    this.reader = reader;
  }

  public Query of(LogFilter filter) throws IOException {
    return switch (filter) {
      case LogFilter.All() -> MatchAllDocsQuery.INSTANCE;
      case LogFilter.Words(String field, String text) -> words(filter, field, text);
      case LogFilter.Phrase(String field, String text) -> phrase(filter, field, text, false);
      case LogFilter.Equal(String field, String value) -> equal(filter, name(field), value);
      case LogFilter.In(String field, List<String> values) -> in(field, values);
      case LogFilter.Prefix(String field, String prefix) -> prefix(filter, field, prefix);
      case LogFilter.Range range -> range(range, name(range.field()));
      case LogFilter.Exists(String field) -> exists(name(field));
      case LogFilter.And(List<LogFilter> filters) -> all(filters);
      case LogFilter.Or(List<LogFilter> filters) -> any(queries(filters));
      case LogFilter.Not _ -> all(List.of(filter));
      case LogFilter.Like like -> like(like);
      case LogFilter.Near(String field, String text, _) ->
          new ScanQuery(eachWord(field, text), filter);
      case LogFilter.Between between ->
          tested(between.field(), "", between, FilterMatch.inside(between));
      case LogFilter.DateBetween(String field, long from, long to) ->
          tested(
              field,
              "",
              filter,
              value -> {
                Long millis = LogDates.millis(value);
                return millis != null && millis >= from && millis < to;
              });
      case LogFilter.AtLeast(int least, List<LogFilter> filters) -> atLeast(least, filters);
    };
  }

  /// Entries with all words of `text`, wherever they stand.
  private Query eachWord(String field, String text) throws IOException {
    if (LogFields.kind(name(field)) != LogFields.Kind.TEXT) {
      return exists(name(field));
    }
    List<LogFilter> each = new ArrayList<>();
    LogWords.all(text).forEach(word -> each.add(new LogFilter.Phrase(field, word.text())));
    return field.isEmpty() || field.equals("error.stack") ? MatchAllDocsQuery.INSTANCE : all(each);
  }

  private Query atLeast(int least, List<LogFilter> filters) throws IOException {
    if (least > filters.size()) {
      return MatchNoDocsQuery.INSTANCE;
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (LogFilter filter : filters) {
      any.add(of(filter), Occur.SHOULD);
    }
    return least < 1 ? MatchAllDocsQuery.INSTANCE : any.setMinimumNumberShouldMatch(least).build();
  }

  private Query like(LogFilter.Like like) {
    String name = name(like.field());
    if (LogFields.kind(name) != LogFields.Kind.TEXT) {
      String start = like.ignoreCase() ? "" : LikeMatch.start(like);
      return tested(like.field(), start, like, LikeMatch.of(like, like.ignoreCase()));
    }
    java.util.function.Predicate<String> matches = LikeMatch.of(like, true);
    List<Query> either = new ArrayList<>();
    for (String field : name.isEmpty() ? List.of("message", "error.message") : List.of(name)) {
      either.add(
          field.equals("error.stack")
              ? new ScanQuery(exists(field), like)
              : new TermTestQuery(
                  field, "", 0, like, term -> !LogWords.hasIdeograph(term) && matches.test(term)));
    }
    return any(either);
  }

  /// Entries with a value that passes a test.
  ///
  /// @param start what the value must begin with
  private Query tested(
      String field, String start, LogFilter filter, java.util.function.Predicate<String> test) {
    String name = name(field);
    return switch (LogFields.kind(name)) {
      case KEYWORD -> tested(name, start, 0, filter, test);
      case DATA -> {
        if (hasColumn(path(name))) {
          yield tested(column(name), start, 0, filter, test);
        }
        String before = path(name) + '\0';
        int bytes = before.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        yield tested(Terms.PATH_VALUE, before + start, bytes, filter, test);
      }
      case TEXT -> MatchNoDocsQuery.INSTANCE;
      case NUMBER -> new ScanQuery(exists(name), filter);
    };
  }

  private static String name(String field) {
    return field.isEmpty() ? "" : LogFields.canonical(field);
  }

  private Query words(LogFilter filter, String field, String text) throws IOException {
    List<LogFilter> pieces = new ArrayList<>();
    for (String piece : FilterMatch.pieces(text)) {
      pieces.add(new LogFilter.Phrase(field, piece));
    }
    return pieces.size() == 1
        ? phrase(filter, field, FilterMatch.pieces(text).getFirst(), false)
        : all(pieces);
  }

  private Query phrase(LogFilter filter, String field, String text, boolean lastIsPrefix)
      throws IOException {
    List<LogWords.Word> words = LogWords.all(text);
    if (words.isEmpty()) {
      return MatchAllDocsQuery.INSTANCE;
    }
    String name = name(field);
    return switch (name) {
      case "" -> {
        List<Query> each = new ArrayList<>();
        for (String one : FilterMatch.FREE_TEXT) {
          each.add(PhraseQueries.of(reader, one, words, lastIsPrefix));
        }
        yield any(each);
      }
      case "message", "error.message", "error.stack" ->
          PhraseQueries.of(reader, name, words, lastIsPrefix);
      default ->
          LogFields.kind(name) == LogFields.Kind.TEXT || lastIsPrefix
              ? new ScanQuery(exists(name), filter)
              : tested(name, "", filter, FilterMatch.phraseIn(text));
    };
  }

  private Query equal(LogFilter filter, String name, String value) throws IOException {
    return switch (LogFields.kind(name)) {
      case TEXT -> new ScanQuery(phrase(filter, name, value, false), filter);
      case KEYWORD -> new TermQuery(new Term(name, Terms.value(LogFields.normal(name, value))));
      case DATA ->
          hasColumn(path(name))
              ? SortedSetDocValuesField.newSlowExactQuery(column(name), Terms.value(value))
              : new TermQuery(new Term(Terms.PATH_VALUE, Terms.pathValue(path(name), value)));
      case NUMBER -> {
        Double number = FilterMatch.number(value);
        yield number == null
            ? MatchNoDocsQuery.INSTANCE
            : range(new LogFilter.Range(name, number, true, number, true), name);
      }
    };
  }

  private Query in(String field, List<String> values) throws IOException {
    String name = name(field);
    return switch (LogFields.kind(name)) {
      case KEYWORD ->
          new TermInSetQuery(
              name,
              values.stream().map(value -> Terms.value(LogFields.normal(name, value))).toList());
      case DATA ->
          hasColumn(path(name))
              ? SortedSetDocValuesField.newSlowSetQuery(
                  column(name), values.stream().map(Terms::value).toList())
              : new TermInSetQuery(
                  Terms.PATH_VALUE,
                  values.stream().map(value -> Terms.pathValue(path(name), value)).toList());
      case TEXT, NUMBER ->
          any(queries(values.stream().<LogFilter>map(v -> new LogFilter.Equal(field, v)).toList()));
    };
  }

  private Query prefix(LogFilter filter, String field, String prefix) throws IOException {
    String name = name(field);
    String wanted = LogFields.normal(name, prefix);
    return switch (LogFields.kind(name)) {
      case TEXT -> phrase(filter, field, prefix, true);
      case NUMBER -> throw new BadQueryException(name + " is a number and has no prefix");
      case KEYWORD, DATA -> {
        if (wanted.length() > Terms.CUT_AT - 1) {
          yield new ScanQuery(exists(name), filter);
        }
        if (LogFields.kind(name) == LogFields.Kind.KEYWORD) {
          yield new PrefixQuery(new Term(name, wanted));
        }
        yield hasColumn(path(name))
            ? new PrefixQuery(new Term(column(name), wanted), MultiTermQuery.DOC_VALUES_REWRITE)
            : new PrefixQuery(new Term(Terms.PATH_VALUE, path(name) + '\0' + wanted));
      }
    };
  }

  /// Values that were too long to be indexed whole are looked at in their entries.
  private static Query tested(
      String field,
      String prefix,
      int skipped,
      LogFilter filter,
      java.util.function.Predicate<String> test) {
    return any(
        List.of(
            new TermTestQuery(
                field, prefix, skipped, filter, value -> !Terms.isCut(value) && test.test(value)),
            new ScanQuery(new TermTestQuery(field, prefix, skipped, "cut", Terms::isCut), filter)));
  }

  private Query range(LogFilter.Range range, String name) throws IOException {
    if (name.equals("timestamp")) {
      return times(range);
    }
    long from = lowest(range);
    long to = highest(range);
    if (from > to) {
      return MatchNoDocsQuery.INSTANCE;
    }
    return switch (LogFields.kind(name)) {
      case NUMBER -> NumericDocValuesField.newSlowRangeQuery(name, from, to);
      case DATA ->
          hasColumn(path(name))
              ? SortedNumericDocValuesField.newSlowRangeQuery(
                  Terms.NUMBER_COLUMN + path(name), from, to)
              : new ScanQuery(exists(name), range);
      case TEXT, KEYWORD -> MatchNoDocsQuery.INSTANCE;
    };
  }

  /// A range of timestamps is given in milliseconds.
  private static Query times(LogFilter.Range range) {
    Double from = range.from();
    Double to = range.to();
    // Of milliseconds beyond these, nanoseconds are no long.
    double first = from == null ? -9e12 : Math.max(-9e12, Math.ceil(from));
    double last = to == null ? 9e12 : Math.min(9e12, Math.floor(to));
    if (from != null && !range.fromInclusive() && first == from) {
      first++;
    }
    if (to != null && !range.toInclusive() && last == to) {
      last--;
    }
    if (first > last) {
      return MatchNoDocsQuery.INSTANCE;
    }
    return NumericDocValuesField.newSlowRangeQuery(
        Terms.TIME, ((long) first) * 1_000_000L, ((long) last) * 1_000_000L + 999_999L);
  }

  private static long lowest(LogFilter.Range range) {
    Double from = range.from();
    if (from == null) {
      return Terms.sortable(Double.NEGATIVE_INFINITY);
    }
    return Terms.sortable(from) + (range.fromInclusive() ? 0 : 1);
  }

  private static long highest(LogFilter.Range range) {
    Double to = range.to();
    if (to == null) {
      return Terms.sortable(Double.POSITIVE_INFINITY);
    }
    return Terms.sortable(to) - (range.toInclusive() ? 0 : 1);
  }

  private boolean hasColumn(String path) {
    for (LeafReaderContext leaf : reader.leaves()) {
      if (leaf.reader().getFieldInfos().fieldInfo(Terms.TEXT_COLUMN + path) != null) {
        return true;
      }
    }
    return false;
  }

  private static Query exists(String name) {
    return switch (name) {
      case "level", "service", "message", "timestamp" -> MatchAllDocsQuery.INSTANCE;
      case "category", "action", "userId", "tags", "error.name", "durationMillis" ->
          new FieldExistsQuery(name);
      default -> {
        Query named = new TermQuery(new Term(Terms.FIELDS, name));
        yield name.startsWith("data.")
            ? any(List.of(new FieldExistsQuery(Terms.TEXT_COLUMN + path(name)), named))
            : named;
      }
    };
  }

  private List<Query> queries(List<LogFilter> filters) throws IOException {
    List<Query> queries = new ArrayList<>(filters.size());
    for (LogFilter filter : filters) {
      queries.add(of(filter));
    }
    return queries;
  }

  private Query all(List<LogFilter> filters) throws IOException {
    List<Query> groups = new ArrayList<>();
    for (int i = 0; i == 0 || i < filters.size(); i += CLAUSES_AT_ONCE) {
      BooleanQuery.Builder all = new BooleanQuery.Builder();
      boolean anyWanted = false;
      for (LogFilter filter : filters.subList(i, Math.min(filters.size(), i + CLAUSES_AT_ONCE))) {
        if (filter instanceof LogFilter.Not(LogFilter inner)) {
          all.add(of(inner), Occur.MUST_NOT);
        } else {
          all.add(of(filter), Occur.FILTER);
          anyWanted = true;
        }
      }
      if (!anyWanted) {
        all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
      }
      groups.add(all.build());
    }
    if (groups.size() == 1) {
      return groups.getFirst();
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    groups.forEach(group -> all.add(group, Occur.FILTER));
    return all.build();
  }

  private static Query any(List<Query> queries) {
    if (queries.isEmpty()) {
      return MatchNoDocsQuery.INSTANCE;
    }
    if (queries.size() == 1) {
      return queries.getFirst();
    }
    if (queries.size() > CLAUSES_AT_ONCE) {
      int half = queries.size() / 2;
      return any(
          Stream.of(queries.subList(0, half), queries.subList(half, queries.size()))
              .map(FilterQueries::any)
              .toList());
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    queries.forEach(query -> any.add(query, Occur.SHOULD));
    return any.build();
  }

  /// The column of a path, which holds all its values; those of such a path are nowhere else.
  private static String column(String name) {
    return Terms.TEXT_COLUMN + path(name);
  }

  private static String path(String name) {
    return name.substring("data.".length());
  }
}
