package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.logs.query.LogWords;
import io.mallwatch.model.TimeRange;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a query of the Query DSL into a filter, and takes the range of the timestamp out of it
/// where all hits must lie in it.
final class QueryNodes {

  static final TimeRange ALL_TIME =
      new TimeRange(Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"));

  private static final int MAX_DEPTH = 30;
  private static final int MAX_CLAUSES = 1_024;

  private final QueryContext context;
  private Instant from = ALL_TIME.from();
  private Instant to = ALL_TIME.to();
  private int clauses;

  private QueryNodes(QueryContext context) {
    this.context = context;
  }

  /// @param filter what is left of the query beside the range
  record Parsed(LogFilter filter, TimeRange range) {}

  /// @param query the member `query` of a body; null for every entry
  static Parsed parse(@Nullable Object query, QueryContext context) {
    if (query == null) {
      return new Parsed(new LogFilter.All(), ALL_TIME);
    }
    QueryNodes nodes = new QueryNodes(context);
    LogFilter filter = nodes.node(Nodes.object("query", query), true, 0);
    boolean empty = nodes.to.isBefore(nodes.from);
    return new Parsed(
        empty ? new LogFilter.Or(List.of()) : filter,
        empty ? ALL_TIME : new TimeRange(nodes.from, nodes.to));
  }

  /// What lies in both; empty at the start of the first when nothing does.
  static TimeRange intersection(TimeRange left, TimeRange right) {
    Instant from = left.from().isAfter(right.from()) ? left.from() : right.from();
    Instant to = left.to().isBefore(right.to()) ? left.to() : right.to();
    return to.isBefore(from) ? new TimeRange(left.from(), left.from()) : new TimeRange(from, to);
  }

  /// @param required whether every hit must pass this node
  private LogFilter node(Map<?, ?> node, boolean required, int depth) {
    if (depth > MAX_DEPTH) {
      throw ElasticErrors.parsing("the query is nested deeper than " + MAX_DEPTH);
    }
    if (++clauses > MAX_CLAUSES) {
      throw ElasticErrors.parsing("the query has more than %d clauses".formatted(MAX_CLAUSES));
    }
    if (node.isEmpty()) {
      throw ElasticErrors.illegal("query malformed, empty clause found");
    }
    Map.Entry<?, ?> only = Nodes.only("query", node);
    String name = String.valueOf(only.getKey());
    Map<?, ?> body = Nodes.object(name, only.getValue());
    return switch (name) {
      case "match_all" -> new LogFilter.All();
      case "match_none" -> new LogFilter.Or(List.of());
      case "bool" -> bool(body, required, depth);
      case "constant_score" ->
          node(Nodes.object("constant_score.filter", body.get("filter")), required, depth + 1);
      case "term" -> term(body);
      case "terms" -> terms(body);
      case "range" -> range(body, required);
      case "exists" -> new LogFilter.Exists(field(Nodes.text("exists.field", body.get("field"))));
      case "prefix" -> prefix(body);
      case "wildcard" -> like(name, body, LogFilter.Form.WILDCARD);
      case "regexp" -> like(name, body, LogFilter.Form.REGEXP);
      case "fuzzy" -> like(name, body, LogFilter.Form.FUZZY);
      case "match" -> match(body);
      case "match_phrase" -> phrase(body);
      case "match_phrase_prefix", "match_bool_prefix" -> phrasePrefix(name, body);
      case "multi_match" -> multiMatch(body);
      case "query_string" -> new TextQueries(context).queryString(body, false);
      case "simple_query_string" -> new TextQueries(context).queryString(body, true);
      case "dis_max" -> any("dis_max", body.get("queries"), depth);
      case "nested" -> node(Nodes.object("nested.query", body.get("query")), required, depth + 1);
      case "boosting" ->
          node(Nodes.object("boosting.positive", body.get("positive")), required, depth + 1);
      case "wrapper" -> wrapped(body, required, depth);
      case "script", "script_score", "function_score" ->
          throw ElasticErrors.illegal("[%s] queries are not supported: no scripts".formatted(name));
      default -> throw ElasticErrors.parsing("unknown query [%s]".formatted(name));
    };
  }

  private LogFilter any(String name, @Nullable Object queries, int depth) {
    List<LogFilter> any = new ArrayList<>();
    for (Object query : Nodes.list(queries)) {
      any.add(node(Nodes.object(name, query), false, depth + 1));
    }
    return new LogFilter.Or(any);
  }

  private LogFilter wrapped(Map<?, ?> body, boolean required, int depth) {
    try {
      byte[] query =
          java.util.Base64.getDecoder().decode(Nodes.text("wrapper.query", body.get("query")));
      return node(Nodes.body(query), required, depth + 1);
    } catch (IllegalArgumentException e) {
      throw ElasticErrors.parsing("[wrapper] query is not Base64");
    }
  }

  /// The field's name without what Elasticsearch's mappings put behind it.
  static String field(String name) {
    String bare =
        name.endsWith(".keyword") ? name.substring(0, name.length() - ".keyword".length()) : name;
    return LogFields.canonical(bare);
  }

  static boolean isTime(String field) {
    return field.equals("timestamp");
  }

  private LogFilter bool(Map<?, ?> body, boolean required, int depth) {
    List<LogFilter> all = new ArrayList<>();
    List<LogFilter> any = new ArrayList<>();
    for (Map.Entry<?, ?> entry : body.entrySet()) {
      String name = String.valueOf(entry.getKey());
      switch (name) {
        case "must", "filter" -> {
          for (Object clause : Nodes.list(entry.getValue())) {
            add(all, node(Nodes.object(name, clause), required, depth + 1));
          }
        }
        case "should" -> {
          for (Object clause : Nodes.list(entry.getValue())) {
            any.add(node(Nodes.object(name, clause), false, depth + 1));
          }
        }
        case "must_not" -> {
          for (Object clause : Nodes.list(entry.getValue())) {
            all.add(new LogFilter.Not(node(Nodes.object(name, clause), false, depth + 1)));
          }
        }
        case "minimum_should_match", "boost", "adjust_pure_negative", "_name" -> {}
        default ->
            throw ElasticErrors.parsing("[bool] query does not support [%s]".formatted(name));
      }
    }
    boolean others = body.containsKey("must") || body.containsKey("filter");
    should(any, body.get("minimum_should_match"), others, all);
    return and(all);
  }

  private static void should(
      List<LogFilter> any, @Nullable Object minimum, boolean others, List<LogFilter> all) {
    if (any.isEmpty()) {
      return;
    }
    int needed = needed(minimum, any.size(), others ? 0 : 1);
    if (needed > 0) {
      all.add(
          needed == 1 && any.size() > 0
              ? new LogFilter.Or(any)
              : new LogFilter.AtLeast(needed, any));
    }
  }

  /// `2`, `-1`, `75%`, `-25%`; what is below nothing counts as not said.
  static int needed(@Nullable Object minimum, int clauses, int absent) {
    if (minimum == null) {
      return absent;
    }
    String text = Nodes.text("minimum_should_match", minimum).strip();
    if (!text.matches("-?\\d{1,9}%?")) {
      throw ElasticErrors.illegal("[minimum_should_match] cannot be [%s]".formatted(text));
    }
    boolean share = text.endsWith("%");
    int number = Integer.parseInt(share ? text.substring(0, text.length() - 1) : text);
    int asked = share ? (int) ((long) clauses * Math.abs(number) / 100) : Math.abs(number);
    int needed = number < 0 ? clauses - asked : asked;
    return Math.max(absent, needed);
  }

  private static void add(List<LogFilter> all, LogFilter filter) {
    if (!(filter instanceof LogFilter.All)) {
      all.add(filter);
    }
  }

  private static LogFilter and(List<LogFilter> all) {
    return switch (all.size()) {
      case 0 -> new LogFilter.All();
      case 1 -> all.getFirst();
      default -> new LogFilter.And(all);
    };
  }

  /// `{"field": value}` or `{"field": {"<inner>": value, ..}}`.
  private static Object value(String query, Map.Entry<?, ?> entry, String inner) {
    Object value = entry.getValue();
    if (value instanceof Map<?, ?> map) {
      value = map.get(inner);
    }
    if (value == null) {
      throw ElasticErrors.parsing("[%s] on [%s] has no value".formatted(query, entry.getKey()));
    }
    return value;
  }

  private LogFilter term(Map<?, ?> body) {
    Map.Entry<?, ?> only = Nodes.only("term", body);
    if (only.getValue() instanceof Map<?, ?> options
        && Nodes.flag(options.get("case_insensitive"))) {
      String exact = Nodes.text("term", options.get("value")).replaceAll("[*?\\\\]", "\\\\$0");
      return new LogFilter.Like(
          field(String.valueOf(only.getKey())), LogFilter.Form.WILDCARD, exact, true, 0);
    }
    return term(String.valueOf(only.getKey()), Nodes.text("term", value("term", only, "value")));
  }

  /// What a term finds is up to the field's mapping: a word of a text field, as the index has it,
  /// or a whole value. A field that no mapping names is both, as Elasticsearch would map it.
  private LogFilter term(String name, String value) {
    String field = field(name);
    if (LogFields.kind(field) != LogFields.Kind.DATA || name.endsWith(".keyword")) {
      return exactly(field, value);
    }
    LogFilter whole = new LogFilter.Equal(field, value);
    LogFilter word = new LogFilter.Phrase(field, value);
    return switch (context.types().type(name)) {
      case "text", "match_only_text" -> isWord(value) ? word : new LogFilter.Or(List.of());
      case null -> isWord(value) && !isId(value) ? new LogFilter.Or(List.of(whole, word)) : whole;
      default -> whole;
    };
  }

  /// Whether a text is one word in the form that the index has words in.
  private static boolean isWord(String text) {
    List<LogWords.Word> words = LogWords.all(text);
    return words.size() == 1 && words.getFirst().text().equals(text);
  }

  /// Numbers and long hexadecimal texts are whole values, if anything.
  private static boolean isId(String text) {
    return text.matches("[0-9]+|[0-9a-f]{16,}|true|false");
  }

  LogFilter exactly(String field, String value) {
    if (isTime(field)) {
      Instant at = new DateMath(context.now(), ZoneOffset.UTC).parse(value, false);
      double millis = at.toEpochMilli();
      return new LogFilter.Range(field, millis, true, millis + 1, false);
    }
    return LogFields.kind(field) == LogFields.Kind.TEXT
        ? new LogFilter.Words(field, value)
        : new LogFilter.Equal(field, LogFields.normal(field, value));
  }

  private LogFilter terms(Map<?, ?> body) {
    for (Map.Entry<?, ?> entry : body.entrySet()) {
      String name = String.valueOf(entry.getKey());
      if (name.equals("boost") || name.equals("_name")) {
        continue;
      }
      if (!(entry.getValue() instanceof List<?> values)) {
        throw ElasticErrors.parsing("[terms] on [%s] needs an array of values".formatted(name));
      }
      String field = field(name);
      if (LogFields.kind(field) == LogFields.Kind.DATA) {
        return anyTerm(name, values);
      }
      List<String> texts =
          values.stream()
              .map(value -> LogFields.normal(field, Nodes.text("terms", value)))
              .toList();
      return LogFields.kind(field) == LogFields.Kind.TEXT
          ? new LogFilter.Or(
              texts.stream().map(text -> (LogFilter) new LogFilter.Words(field, text)).toList())
          : new LogFilter.In(field, texts);
    }
    throw ElasticErrors.parsing("[terms] names no field");
  }

  private LogFilter anyTerm(String name, List<?> values) {
    List<String> whole = new ArrayList<>();
    List<LogFilter> any = new ArrayList<>();
    for (Object value : values) {
      LogFilter one = term(name, Nodes.text("terms", value));
      if (one instanceof LogFilter.Equal equal) {
        whole.add(equal.value());
      } else {
        any.add(one);
      }
    }
    if (!whole.isEmpty()) {
      any.add(new LogFilter.In(field(name), whole));
    }
    return any.size() == 1 ? any.getFirst() : new LogFilter.Or(any);
  }

  private LogFilter prefix(Map<?, ?> body) {
    Map.Entry<?, ?> only = Nodes.only("prefix", body);
    String value = Nodes.text("prefix", value("prefix", only, "value"));
    return new LogFilter.Prefix(field(String.valueOf(only.getKey())), value);
  }

  private LogFilter like(String query, Map<?, ?> body, LogFilter.Form form) {
    Map.Entry<?, ?> only = Nodes.only(query, body);
    Object value = only.getValue();
    Map<?, ?> options = value instanceof Map<?, ?> map ? map : Map.of();
    String pattern =
        Nodes.text(
            query, value(query, only, options.containsKey("wildcard") ? "wildcard" : "value"));
    String field = field(String.valueOf(only.getKey()));
    if (pattern.equals("*") && form == LogFilter.Form.WILDCARD) {
      return new LogFilter.Exists(field);
    }
    return TextQueries.like(
        field,
        form,
        pattern,
        Nodes.flag(options.get("case_insensitive")),
        edits(options.get("fuzziness"), pattern));
  }

  /// As `AUTO` means it, by the word's length, or as said.
  static int edits(@Nullable Object fuzziness, String word) {
    String text = fuzziness == null ? "AUTO" : String.valueOf(fuzziness);
    return text.matches("[012](\\.0)?")
        ? text.charAt(0) - '0'
        : word.length() < 3 ? 0 : word.length() < 6 ? 1 : 2;
  }

  private LogFilter phrasePrefix(String query, Map<?, ?> body) {
    Map.Entry<?, ?> only = Nodes.only(query, body);
    String text = Nodes.text(query, value(query, only, "query"));
    String field = field(String.valueOf(only.getKey()));
    if (query.equals("match_phrase_prefix")) {
      return new LogFilter.Prefix(field, text);
    }
    List<String> words = List.of(text.strip().split("\\s+"));
    List<LogFilter> any = new ArrayList<>();
    words.subList(0, words.size() - 1).forEach(word -> any.add(new LogFilter.Words(field, word)));
    any.add(new LogFilter.Prefix(field, words.getLast()));
    return isAnd(only.getValue()) ? new LogFilter.And(any) : new LogFilter.Or(any);
  }

  private LogFilter match(Map<?, ?> body) {
    Map.Entry<?, ?> only = Nodes.only("match", body);
    String text = Nodes.text("match", value("match", only, "query"));
    Map<?, ?> options = only.getValue() instanceof Map<?, ?> map ? map : Map.of();
    return new TextQueries(context).match(String.valueOf(only.getKey()), text, options);
  }

  private static boolean isAnd(@Nullable Object options) {
    return options instanceof Map<?, ?> map
        && ("and".equalsIgnoreCase(String.valueOf(map.get("operator")))
            || "100%".equals(map.get("minimum_should_match")));
  }

  private LogFilter phrase(Map<?, ?> body) {
    Map.Entry<?, ?> only = Nodes.only("match_phrase", body);
    String text = Nodes.text("match_phrase", value("match_phrase", only, "query"));
    Map<?, ?> options = only.getValue() instanceof Map<?, ?> map ? map : Map.of();
    int slop = Nodes.whole("slop", options.get("slop"), 0);
    return new TextQueries(context).phrase(String.valueOf(only.getKey()), text, slop);
  }

  private LogFilter multiMatch(Map<?, ?> body) {
    String text = Nodes.text("multi_match.query", body.get("query"));
    String type = String.valueOf(body.containsKey("type") ? body.get("type") : "best_fields");
    TextQueries texts = new TextQueries(context);
    List<LogFilter> any = new ArrayList<>();
    for (String name : TextQueries.names(body.get("fields"))) {
      any.add(
          switch (type) {
            case "best_fields", "most_fields", "cross_fields" -> texts.match(name, text, body);
            case "phrase" -> texts.phrase(name, text, 0);
            case "phrase_prefix", "bool_prefix" -> new LogFilter.Prefix(fieldOrAny(name), text);
            default ->
                throw ElasticErrors.parsing(
                    "[multi_match] of type [%s] is not supported".formatted(type));
          });
    }
    return any.size() == 1 ? any.getFirst() : new LogFilter.Or(any);
  }

  static String fieldOrAny(String name) {
    return name.isEmpty() || name.equals("*") ? "" : field(name);
  }

  private LogFilter range(Map<?, ?> body, boolean required) {
    Map.Entry<?, ?> only = Nodes.only("range", body);
    String field = field(String.valueOf(only.getKey()));
    Map<?, ?> bounds = Nodes.object("range." + field, only.getValue());
    Bounds texts = Bounds.of(bounds);
    if (!isTime(field)) {
      return new TextQueries(context)
          .range(
              field,
              texts.low(),
              texts.lowInclusive(),
              texts.high(),
              texts.highInclusive(),
              bounds);
    }
    ZoneId zone = zone(bounds.get("time_zone"));
    DateMath dates = new DateMath(context.now(), zone, bounds.get("format"));
    String low = texts.low();
    String high = texts.high();
    // Timestamps have nanoseconds; a bound means the whole millisecond that it lies in.
    Instant first =
        low == null
            ? ALL_TIME.from()
            : texts.lowInclusive()
                ? millisecond(dates.parse(low, false))
                : millisecond(dates.parse(low, true)).plusMillis(1);
    Instant end =
        high == null
            ? ALL_TIME.to()
            : texts.highInclusive()
                ? millisecond(dates.parse(high, true)).plusMillis(1)
                : millisecond(dates.parse(high, false));
    if (required) {
      from = first.isAfter(from) ? first : from;
      to = end.isBefore(to) ? end : to;
      return new LogFilter.All();
    }
    return new LogFilter.Range(
        field, (double) first.toEpochMilli(), true, (double) end.toEpochMilli(), false);
  }

  private static Instant millisecond(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }

  static ZoneId zone(@Nullable Object name) {
    try {
      return name == null ? ZoneOffset.UTC : ZoneId.of(String.valueOf(name));
    } catch (java.time.DateTimeException e) {
      throw ElasticErrors.illegal("unknown time zone [%s]".formatted(name));
    }
  }

  /// Both ends of a range; null for an open one.
  private record Bounds(
      @Nullable String low, boolean lowInclusive, @Nullable String high, boolean highInclusive) {

    static Bounds of(Map<?, ?> members) {
      String low = null;
      String high = null;
      boolean lowInclusive = true;
      boolean highInclusive = true;
      for (Map.Entry<?, ?> member : members.entrySet()) {
        String name = String.valueOf(member.getKey());
        if (member.getValue() == null) {
          continue;
        }
        switch (name) {
          case "gte", "from" -> low = Nodes.text(name, member.getValue());
          case "gt" -> {
            low = Nodes.text(name, member.getValue());
            lowInclusive = false;
          }
          case "lte", "to" -> high = Nodes.text(name, member.getValue());
          case "lt" -> {
            high = Nodes.text(name, member.getValue());
            highInclusive = false;
          }
          case "include_lower" -> lowInclusive = Nodes.flag(member.getValue());
          case "include_upper" -> highInclusive = Nodes.flag(member.getValue());
          case "format", "time_zone", "boost", "relation", "_name" -> {}
          default ->
              throw ElasticErrors.parsing("[range] query does not support [%s]".formatted(name));
        }
      }
      return new Bounds(low, lowInclusive, high, highInclusive);
    }
  }
}
