package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.query.FilterMatch;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.logs.query.LogWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Queries that take their text apart.
final class TextQueries {

  private final QueryContext context;

  TextQueries(QueryContext context) {
    this.context = context;
  }

  /// Names of fields without their boosts; the text fields when there is none, or all are meant.
  static List<String> names(@Nullable Object fields) {
    List<String> names = new ArrayList<>();
    for (Object name : Nodes.list(fields)) {
      String bare = Nodes.text("fields", name).replaceFirst("\\^.*$", "");
      names.add(bare.contains("*") ? "" : bare);
    }
    return names.isEmpty() ? List.of("") : names.stream().distinct().toList();
  }

  /// Any of the words, or as many as are said.
  ///
  /// @param name as the client says it; empty for the text fields
  LogFilter match(String name, String text, Map<?, ?> options) {
    String field = QueryNodes.fieldOrAny(name);
    if (name.endsWith(".keyword") || isExact(field)) {
      return exactly(field, text);
    }
    List<String> words =
        Arrays.stream(text.strip().split("\\s+"))
            .filter(word -> !LogWords.all(word).isEmpty())
            .toList();
    if (words.isEmpty()) {
      return "all".equals(options.get("zero_terms_query"))
          ? new LogFilter.All()
          : new LogFilter.Or(List.of());
    }
    List<LogFilter> each = new ArrayList<>();
    for (String word : words) {
      each.add(
          options.get("fuzziness") == null
              ? new LogFilter.Words(field, word)
              : new LogFilter.Like(
                  field,
                  LogFilter.Form.FUZZY,
                  word,
                  true,
                  QueryNodes.edits(options.get("fuzziness"), word)));
    }
    if ("and".equalsIgnoreCase(String.valueOf(options.get("operator")))) {
      return each.size() == 1 ? each.getFirst() : new LogFilter.And(each);
    }
    int needed =
        Math.max(1, QueryNodes.needed(options.get("minimum_should_match"), each.size(), 1));
    return each.size() == 1
        ? each.getFirst()
        : needed == 1 ? new LogFilter.Or(each) : new LogFilter.AtLeast(needed, each);
  }

  private static boolean isExact(String field) {
    return switch (LogFields.kind(field)) {
      case KEYWORD, NUMBER -> true;
      case TEXT, DATA -> false;
    };
  }

  private LogFilter exactly(String field, String value) {
    if (QueryNodes.isTime(field)) {
      Instant at = new DateMath(context.now(), java.time.ZoneOffset.UTC).parse(value, false);
      double millis = at.toEpochMilli();
      return new LogFilter.Range(field, millis, true, millis + 1, false);
    }
    return new LogFilter.Equal(field, LogFields.normal(field, value));
  }

  LogFilter phrase(String name, String text, int slop) {
    String field = QueryNodes.fieldOrAny(name);
    if (name.endsWith(".keyword") || isExact(field)) {
      return exactly(field, text);
    }
    return slop > 0 ? new LogFilter.Near(field, text, slop) : new LogFilter.Phrase(field, text);
  }

  /// Chinese in a text field is found as a run of characters, which patterns of words don't see.
  static LogFilter like(
      String field, LogFilter.Form form, String pattern, boolean ignoreCase, int edits) {
    String bare = pattern.replaceAll("^\\*+|\\*+$", "");
    boolean plain = form == LogFilter.Form.WILDCARD && !bare.matches("(?s).*[*?\\\\].*");
    boolean text = LogFields.kind(field) == LogFields.Kind.TEXT;
    if (plain && text && LogWords.hasIdeograph(bare)) {
      return new LogFilter.Phrase(field, bare);
    }
    boolean start = plain && pattern.equals(bare + "*") && !bare.isEmpty();
    return start && !ignoreCase && LogFields.kind(field) != LogFields.Kind.NUMBER
        ? new LogFilter.Prefix(field, bare)
        : new LogFilter.Like(field, form, pattern, ignoreCase, edits);
  }

  /// A range of anything but the timestamp: of numbers, of dates, or of texts, as the bounds are.
  LogFilter range(
      String field,
      @Nullable String low,
      boolean lowIn,
      @Nullable String high,
      boolean highIn,
      Map<?, ?> options) {
    boolean numbers = isNumber(low) && isNumber(high);
    LogFilter plain =
        numbers
            ? new LogFilter.Range(field, number(low), lowIn, number(high), highIn)
            : new LogFilter.Between(field, low, lowIn, high, highIn);
    if (LogFields.kind(field) != LogFields.Kind.DATA) {
      if (LogFields.kind(field) == LogFields.Kind.NUMBER && !numbers) {
        throw ElasticErrors.shards(
            "query_shard_exception",
            "failed to create query: For input string: \"%s\""
                .formatted(isNumber(low) ? high : low));
      }
      return plain;
    }
    boolean moments = numbers && (isMillis(low) || isMillis(high));
    if (numbers && !moments) {
      return plain;
    }
    LogFilter dates = dates(field, low, lowIn, high, highIn, options);
    return dates == null ? plain : moments ? new LogFilter.Or(List.of(plain, dates)) : dates;
  }

  private @Nullable LogFilter dates(
      String field,
      @Nullable String low,
      boolean lowIn,
      @Nullable String high,
      boolean highIn,
      Map<?, ?> options) {
    try {
      DateMath math =
          new DateMath(
              context.now(), QueryNodes.zone(options.get("time_zone")), options.get("format"));
      long from =
          low == null
              ? Long.MIN_VALUE
              : lowIn
                  ? math.parse(low, false).toEpochMilli()
                  : math.parse(low, true).toEpochMilli() + 1;
      long to =
          high == null
              ? Long.MAX_VALUE
              : highIn
                  ? math.parse(high, true).toEpochMilli() + 1
                  : math.parse(high, false).toEpochMilli();
      return new LogFilter.DateBetween(field, from, to);
    } catch (io.mallwatch.doors.http.RefusedException e) {
      return null;
    }
  }

  private static boolean isMillis(@Nullable String text) {
    return text != null && text.matches("\\d{12,13}");
  }

  private static boolean isNumber(@Nullable String text) {
    return text == null || FilterMatch.number(text) != null;
  }

  private static @Nullable Double number(@Nullable String text) {
    return text == null ? null : FilterMatch.number(text);
  }

  /// @param simple whether what cannot be read is left out
  LogFilter queryString(Map<?, ?> body, boolean simple) {
    String query = Nodes.text("query_string.query", body.get("query"));
    Object fields = body.get("fields");
    Object single = body.get("default_field");
    List<String> names = names(fields == null ? single : fields);
    boolean all = "and".equalsIgnoreCase(String.valueOf(body.get("default_operator")));
    boolean lenient = simple;
    String text = simple ? query.replace("|", " OR ") : query;
    return QueryText.parse(text, all, lenient, new Reading(names, body));
  }

  /// `q` of the URL.
  static LogFilter q(String query, QueryContext context, Map<String, String> params) {
    Map<String, Object> body = new java.util.HashMap<>();
    body.put("query", query);
    body.put("default_operator", params.getOrDefault("default_operator", "or"));
    if (params.containsKey("df")) {
      body.put("default_field", params.get("df"));
    }
    return new TextQueries(context).queryString(body, false);
  }

  private final class Reading implements QueryText.Fields {
    private final List<String> names;
    private final Map<?, ?> options;

    Reading(List<String> names, Map<?, ?> options) {
      this.names = names;
      this.options = options;
    }

    private LogFilter each(String field, java.util.function.Function<String, LogFilter> filter) {
      if (!field.isEmpty()) {
        return filter.apply(field);
      }
      return names.size() == 1
          ? filter.apply(names.getFirst())
          : new LogFilter.Or(names.stream().map(filter).toList());
    }

    @Override
    public LogFilter words(String field, String text) {
      return each(field, name -> match(name, text, Map.of()));
    }

    @Override
    public LogFilter phrase(String field, String text, int slop) {
      return each(field, name -> TextQueries.this.phrase(name, text, slop));
    }

    @Override
    public LogFilter like(String field, LogFilter.Form form, String pattern, int edits) {
      return each(
          field,
          name -> TextQueries.like(QueryNodes.fieldOrAny(name), form, pattern, false, edits));
    }

    @Override
    public LogFilter range(
        String field, @Nullable String low, boolean lowIn, @Nullable String high, boolean highIn) {
      String name = QueryNodes.fieldOrAny(field);
      if (!QueryNodes.isTime(name)) {
        return TextQueries.this.range(name, low, lowIn, high, highIn, options);
      }
      DateMath math = new DateMath(context.now(), QueryNodes.zone(options.get("time_zone")));
      return new LogFilter.Range(
          name,
          low == null ? null : (Double) (double) math.parse(low, !lowIn).toEpochMilli(),
          lowIn,
          high == null ? null : (Double) (double) math.parse(high, highIn).toEpochMilli(),
          highIn);
    }

    @Override
    public LogFilter exists(String field) {
      return new LogFilter.Exists(QueryNodes.field(field));
    }
  }
}
