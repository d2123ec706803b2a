package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogQuery;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns aggregations of a body into those of the store.
final class AggregationNodes {

  private static final int DEFAULT_SIZE = 10;
  private static final int MAX_TERMS = 65_536;
  private static final Pattern FIXED = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  private final QueryContext context;

  AggregationNodes(QueryContext context) {
    this.context = context;
  }

  /// Those that the store computes, by name; pipelines are left out.
  Map<String, LogAggregate> of(List<Asked> asked) {
    Map<String, LogAggregate> nodes = new LinkedHashMap<>();
    for (Asked one : asked) {
      if (!one.isPipeline()) {
        nodes.put(one.name(), of(one));
      }
    }
    return nodes;
  }

  private LogAggregate of(Asked one) {
    if (one.isPassing()) {
      return filters(one, List.of(new LogAggregate.Named("", new LogFilter.All())), null);
    }
    return switch (one.type()) {
      case "date_histogram" -> dateHistogram(one);
      case "histogram" -> histogram(one);
      case "terms" -> terms(one);
      case "filter" -> filters(one, List.of(new LogAggregate.Named("", filter(one.body()))), null);
      case "filters" -> filters(one);
      case "missing" ->
          filters(
              one,
              List.of(
                  new LogAggregate.Named("", new LogFilter.Not(new LogFilter.Exists(one.field())))),
              null);
      case "range" -> ranges(one, false);
      case "date_range" -> ranges(one, true);
      case "composite" -> composite(one);
      case "top_hits" -> topHits(one);
      case "avg", "sum", "min", "max", "stats", "extended_stats" ->
          new LogAggregate.Summary(one.field(), missing(one));
      case "value_count" ->
          new LogAggregate.ValueCount(
              String.valueOf(one.body().get("field")).startsWith("_") ? "_id" : one.field());
      case "cardinality" ->
          new LogAggregate.Cardinality(
              one.keyField(),
              Math.min(
                  40_000,
                  Math.max(
                      3_000,
                      Nodes.whole(
                          "precision_threshold", one.body().get("precision_threshold"), 0))));
      case "percentiles", "percentile_ranks" ->
          new LogAggregate.Percentiles(one.field(), missing(one));
      case "global" ->
          throw ElasticErrors.illegal(
              "Aggregator [%s] of type [global] can only be defined as a top level aggregation"
                  .formatted(one.name()));
      default -> throw ElasticErrors.parsing("Unknown aggregation type [%s]".formatted(one.type()));
    };
  }

  private LogFilter filter(Map<?, ?> query) {
    return filter(query, context);
  }

  /// A query with its range of time as one filter.
  static LogFilter filter(Map<?, ?> query, QueryContext context) {
    QueryNodes.Parsed parsed = QueryNodes.parse(query, context);
    return parsed.range().equals(QueryNodes.ALL_TIME)
        ? parsed.filter()
        : new LogFilter.And(
            List.of(
                parsed.filter(),
                new LogFilter.Range(
                    "timestamp",
                    (double) parsed.range().from().toEpochMilli(),
                    true,
                    (double) parsed.range().to().toEpochMilli(),
                    false)));
  }

  private LogAggregate filters(
      Asked one, List<LogAggregate.Named> filters, @Nullable String other) {
    return new LogAggregate.Filters(filters, other, of(one.below()));
  }

  private LogAggregate filters(Asked one) {
    List<LogAggregate.Named> named = new ArrayList<>();
    switch (one.body().get("filters")) {
      case Map<?, ?> map ->
          map.forEach((key, query) ->
              named.add(
                  new LogAggregate.Named(
                      String.valueOf(key), filter(Nodes.object("filters", query)))));
      case List<?> list -> {
        for (Object query : list) {
          named.add(
              new LogAggregate.Named(
                  Integer.toString(named.size()), filter(Nodes.object("filters", query))));
        }
      }
      case null, default -> throw ElasticErrors.parsing("[filters] cannot be empty.");
    }
    Object key = one.body().get("other_bucket_key");
    boolean other = key != null || Nodes.flag(one.body().get("other_bucket"));
    return filters(one, named, other ? key == null ? "_other_" : String.valueOf(key) : null);
  }

  private static @Nullable Double missing(Asked one) {
    Object value = one.body().get("missing");
    return value == null ? null : (Double) number("missing", value);
  }

  static double number(String what, @Nullable Object value) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case String text when text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?") ->
          Double.parseDouble(text);
      case null, default -> throw ElasticErrors.parsing("[%s] must be a number".formatted(what));
    };
  }

  private LogAggregate dateHistogram(Asked one) {
    Map<?, ?> body = one.body();
    return new LogAggregate.DateHistogram(
        one.field(),
        interval(body),
        QueryNodes.zone(body.get("time_zone")),
        offset(body.get("offset")),
        Nodes.whole("min_doc_count", body.get("min_doc_count"), 0),
        dates(body, "extended_bounds"),
        dates(body, "hard_bounds"),
        of(one.below()));
  }

  static LogAggregate.Interval interval(Map<?, ?> body) {
    Object calendar = body.get("calendar_interval");
    Object fixed = body.get("fixed_interval");
    Object either = body.get("interval");
    if (calendar != null) {
      return new LogAggregate.Calendar(unit(Nodes.text("calendar_interval", calendar)));
    }
    if (fixed != null) {
      return new LogAggregate.Fixed(millis(Nodes.text("fixed_interval", fixed)));
    }
    if (either == null) {
      throw ElasticErrors.illegal("Invalid interval specified, must be non-null and non-empty");
    }
    String text = Nodes.text("interval", either);
    if (text.matches("\\d+")) {
      return new LogAggregate.Fixed(Long.parseLong(text));
    }
    LogAggregate.Unit unit = unitOrNull(text);
    return unit == null ? new LogAggregate.Fixed(millis(text)) : new LogAggregate.Calendar(unit);
  }

  private static LogAggregate.Unit unit(String text) {
    LogAggregate.Unit unit = unitOrNull(text);
    if (unit == null) {
      throw ElasticErrors.illegal(
          "The supplied interval [%s] could not be parsed as a calendar interval.".formatted(text));
    }
    return unit;
  }

  private static LogAggregate.@Nullable Unit unitOrNull(String text) {
    return switch (text) {
      case "second", "1s" -> LogAggregate.Unit.SECOND;
      case "minute", "1m" -> LogAggregate.Unit.MINUTE;
      case "hour", "1h" -> LogAggregate.Unit.HOUR;
      case "day", "1d" -> LogAggregate.Unit.DAY;
      case "week", "1w" -> LogAggregate.Unit.WEEK;
      case "month", "1M" -> LogAggregate.Unit.MONTH;
      case "quarter", "1q" -> LogAggregate.Unit.QUARTER;
      case "year", "1y" -> LogAggregate.Unit.YEAR;
      default -> null;
    };
  }

  private static long millis(String text) {
    Matcher matcher = FIXED.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw ElasticErrors.illegal(
          "failed to parse setting [date_histogram.fixedInterval] with value [%s] as a time value:"
                  .formatted(text)
              + " unit is missing or unrecognized");
    }
    long count = Long.parseLong(matcher.group(1));
    return count
        * switch (matcher.group(2)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m" -> 60_000L;
          case "h" -> 3_600_000L;
          default -> 86_400_000L;
        };
  }

  private static long offset(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Number number -> number.longValue();
      case String text when text.startsWith("-") -> -millis(text.substring(1));
      case String text when text.equals("0") -> 0;
      case String text -> millis(text.startsWith("+") ? text.substring(1) : text);
      default -> throw ElasticErrors.parsing("[offset] must be a duration");
    };
  }

  private LogAggregate.@Nullable Bounds dates(Map<?, ?> body, String name) {
    if (!(body.get(name) instanceof Map<?, ?> given)) {
      return null;
    }
    ZoneId zone = QueryNodes.zone(body.get("time_zone"));
    return new LogAggregate.Bounds(
        date(given.get("min"), zone, false), date(given.get("max"), zone, true));
  }

  private @Nullable Double date(@Nullable Object value, ZoneId zone, boolean roundUp) {
    return value == null
        ? null
        : (Double)
            (double)
                new DateMath(context.now(), zone)
                    .parse(Nodes.text("bounds", value), roundUp)
                    .toEpochMilli();
  }

  private LogAggregate histogram(Asked one) {
    Map<?, ?> body = one.body();
    double interval = number("interval", body.get("interval"));
    if (!(interval > 0)) {
      throw ElasticErrors.illegal(
          "[interval] must be >0 for histogram aggregation [%s]".formatted(one.name()));
    }
    return new LogAggregate.Histogram(
        one.field(),
        interval,
        body.get("offset") == null ? 0 : number("offset", body.get("offset")),
        Nodes.whole("min_doc_count", body.get("min_doc_count"), 0),
        bounds(body.get("extended_bounds")),
        bounds(body.get("hard_bounds")),
        of(one.below()));
  }

  private static LogAggregate.@Nullable Bounds bounds(@Nullable Object value) {
    return value instanceof Map<?, ?> map
        ? new LogAggregate.Bounds(
            map.get("min") == null ? null : (Double) number("min", map.get("min")),
            map.get("max") == null ? null : (Double) number("max", map.get("max")))
        : null;
  }

  private LogAggregate terms(Asked one) {
    Map<?, ?> body = one.body();
    int size = Nodes.whole("size", body.get("size"), DEFAULT_SIZE);
    if (size == 0) {
      throw ElasticErrors.illegal(
          "[size] must be greater than 0. Found [0] in [%s]".formatted(one.name()));
    }
    Object missing = body.get("missing");
    String field = "_index".equals(body.get("field")) ? "_index" : one.keyField();
    return new LogAggregate.Terms(
        field,
        Math.min(MAX_TERMS, size),
        orders(one),
        choice(body),
        missing == null ? null : Nodes.text("missing", missing),
        Nodes.whole("min_doc_count", body.get("min_doc_count"), 1),
        of(one.below()));
  }

  private static LogAggregate.Choice choice(Map<?, ?> body) {
    Object include = body.get("include");
    Object exclude = body.get("exclude");
    if (include instanceof Map<?, ?>) {
      throw ElasticErrors.parsing("[terms] partitions are not supported; use [composite]");
    }
    return new LogAggregate.Choice(
        include instanceof String text ? text : "",
        exclude instanceof String text ? text : "",
        include instanceof List<?> list
            ? list.stream().map(value -> Nodes.text("include", value)).toList()
            : null,
        exclude instanceof List<?> list
            ? list.stream().map(value -> Nodes.text("exclude", value)).toList()
            : List.of());
  }

  private static List<LogAggregate.Order> orders(Asked one) {
    List<LogAggregate.Order> orders = new ArrayList<>();
    for (Object item : Nodes.list(one.body().get("order"))) {
      Nodes.object("order", item)
          .forEach((path, direction) ->
              orders.add(
                  new LogAggregate.Order(
                      orderPath(one, String.valueOf(path)), "asc".equals(direction))));
    }
    return orders.isEmpty() ? List.of(new LogAggregate.Order("_count", false)) : orders;
  }

  /// The path with the member that the figure's type means: `p` of an `avg` is `p.avg`.
  private static String orderPath(Asked one, String path) {
    if (path.equals("_term")) {
      return "_key";
    }
    List<Asked> level = one.below();
    String left = path;
    for (int cut = left.indexOf('>'); cut >= 0; cut = left.indexOf('>')) {
      String name = left.substring(0, cut);
      level =
          level.stream()
              .filter(child -> child.name().equals(name))
              .findFirst()
              .map(Asked::below)
              .orElse(List.of());
      left = left.substring(cut + 1);
    }
    String name = left.replace(".value", "");
    for (Asked child : level) {
      if (child.name().equals(name)) {
        return switch (child.type()) {
          case "avg", "sum", "min", "max" ->
              path.substring(0, path.length() - left.length()) + name + "." + child.type();
          default -> path.replace(".value", "");
        };
      }
    }
    return path;
  }

  private LogAggregate ranges(Asked one, boolean dates) {
    List<LogAggregate.Range> ranges = new ArrayList<>();
    ZoneId zone = QueryNodes.zone(one.body().get("time_zone"));
    for (Object item : Nodes.list(one.body().get("ranges"))) {
      Map<?, ?> range = Nodes.object("ranges", item);
      Double from = bound(range.get("from"), dates, zone);
      Double to = bound(range.get("to"), dates, zone);
      Object key = range.get("key");
      ranges.add(
          new LogAggregate.Range(
              key == null
                  ? edge(from, dates, one.body()) + "-" + edge(to, dates, one.body())
                  : String.valueOf(key),
              from,
              to));
    }
    if (ranges.isEmpty()) {
      throw ElasticErrors.illegal(
          "No [ranges] specified for the [%s] aggregation".formatted(one.name()));
    }
    return new LogAggregate.Ranges(one.field(), ranges, of(one.below()));
  }

  private @Nullable Double bound(@Nullable Object value, boolean dates, ZoneId zone) {
    if (value == null) {
      return null;
    }
    return dates ? date(value, zone, false) : (Double) number("ranges", value);
  }

  private static String edge(@Nullable Double value, boolean dates, Map<?, ?> body) {
    if (value == null) {
      return "*";
    }
    return dates
        ? Dates.of(body.get("format"), QueryNodes.zone(body.get("time_zone")))
            .text(value.longValue())
        : value.toString();
  }

  private LogAggregate composite(Asked one) {
    List<LogAggregate.Source> sources = new ArrayList<>();
    List<Object> after = new ArrayList<>();
    Map<?, ?> behind = one.body().get("after") instanceof Map<?, ?> given ? given : Map.of();
    for (Object item : Nodes.list(one.body().get("sources"))) {
      Map.Entry<?, ?> named = Nodes.only("sources", Nodes.object("sources", item));
      String name = String.valueOf(named.getKey());
      Map.Entry<?, ?> typed = Nodes.only(name, Nodes.object(name, named.getValue()));
      String type = String.valueOf(typed.getKey());
      Map<?, ?> body = Nodes.object(type, typed.getValue());
      Asked source = new Asked(name, type, body, List.of(), Map.of());
      LogAggregate of =
          switch (type) {
            case "terms" ->
                new LogAggregate.Terms(
                    source.keyField(),
                    1,
                    List.of(),
                    LogAggregate.Choice.ALL,
                    Nodes.flag(body.get("missing_bucket")) ? "" : null,
                    1,
                    Map.of());
            case "date_histogram" -> dateHistogram(source);
            case "histogram" -> histogram(source);
            default ->
                throw ElasticErrors.parsing(
                    "[composite] source of type [%s] is not supported".formatted(type));
          };
      sources.add(new LogAggregate.Source(name, of, "desc".equals(body.get("order"))));
      if (!behind.isEmpty()) {
        Object value = behind.get(name);
        after.add(of instanceof LogAggregate.Terms ? text(value) : position(source, value));
      }
    }
    if (sources.isEmpty()) {
      throw ElasticErrors.illegal("Composite [sources] cannot be null or empty");
    }
    int size = Nodes.whole("size", one.body().get("size"), DEFAULT_SIZE);
    return new LogAggregate.Composite(sources, size, after, of(one.below()));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : Nodes.text("after", value);
  }

  private Object position(Asked source, @Nullable Object value) {
    if (source.type().equals("histogram")) {
      return number("after", value);
    }
    return value instanceof Number number
        ? number.longValue()
        : new DateMath(context.now(), ZoneOffset.UTC)
            .parse(Nodes.text("after", value), false)
            .toEpochMilli();
  }

  private static LogAggregate topHits(Asked one) {
    int size = Nodes.whole("size", one.body().get("size"), 3);
    int from = Nodes.whole("from", one.body().get("from"), 0);
    if (size + from > 100) {
      throw ElasticErrors.illegal(
          "Top hits result window is too large, the top hits aggregator [%s]'s from + size must be"
                  .formatted(one.name())
              + " less than or equal to: [100]");
    }
    boolean oldest = String.valueOf(one.body().get("sort")).contains("asc");
    return new LogAggregate.TopHits(
        from, size, oldest ? LogQuery.Order.OLDEST_FIRST : LogQuery.Order.NEWEST_FIRST);
  }
}
