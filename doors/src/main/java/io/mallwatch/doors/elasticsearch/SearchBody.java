package io.mallwatch.doors.elasticsearch;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A search as it was asked for.
///
/// @param index pattern of index names
/// @param byIds ids that are wanted when the query is `ids`; null for any other query
/// @param after cursor of the last hit of the page before
/// @param countUpTo -1 when the total is not wanted
/// @param fields patterns of fields to return beside the document
/// @param aggregations as they stand in the body
/// @param postFilter which of the hits are told; aggregations don't see it
record SearchBody(
    String index,
    LogFilter filter,
    TimeRange range,
    @Nullable List<String> byIds,
    LogQuery.Order order,
    boolean sorted,
    int from,
    int size,
    @Nullable String after,
    int countUpTo,
    Documents.Selection source,
    List<String> fields,
    Map<?, ?> aggregations,
    LogFilter postFilter) {

  private static final int DEFAULT_SIZE = 10;

  /// Members that change nothing about which hits are found, or are switched off.
  private static final List<String> IGNORED =
      List.of(
          "timeout",
          "version",
          "seq_no_primary_term",
          "explain",
          "stored_fields",
          "highlight",
          "indices_boost",
          "script_fields",
          "runtime_mappings",
          "terminate_after",
          "profile",
          "track_scores",
          "docvalue_fields",
          "stats",
          "preference",
          "ext",
          "pit",
          "min_score",
          "rescore",
          "slice",
          "suggest");

  /// @param params of the URL, which a simple search uses instead of a body
  static SearchBody parse(String index, Map<?, ?> body, Map<String, String> params, Instant now) {
    for (Object name : body.keySet()) {
      if (!isKnown(String.valueOf(name))) {
        throw ElasticErrors.parsing("unknown key [%s] in the search body".formatted(name));
      }
    }
    Object query = body.get("query");
    List<String> ids = ids(query);
    QueryNodes.Parsed parsed = QueryNodes.parse(ids == null ? query : null, now);
    LogFilter filter = parsed.filter();
    String q = params.get("q");
    if (q != null && !q.isBlank()) {
      filter = new LogFilter.And(List.of(filter, TextQueries.q(q, now, params)));
    }
    Sort sort = Sort.of(body.containsKey("sort") ? body.get("sort") : params.get("sort"));
    TimeRange range = parsed.range();
    String after = null;
    List<?> searchAfter = Nodes.list(body.get("search_after"));
    if (searchAfter.size() >= 2) {
      after = Nodes.text("search_after", searchAfter.getLast());
    } else if (searchAfter.size() == 1) {
      range = behind(range, sort.order(), Nodes.text("search_after", searchAfter.getFirst()), now);
    }
    Object aggregations = body.containsKey("aggs") ? body.get("aggs") : body.get("aggregations");
    return new SearchBody(
        index,
        filter,
        range,
        ids,
        sort.order(),
        sort.given(),
        Nodes.whole("from", either(body, params, "from"), 0),
        Nodes.whole("size", either(body, params, "size"), DEFAULT_SIZE),
        after,
        countUpTo(either(body, params, "track_total_hits")),
        Documents.Selection.of(either(body, params, "_source")),
        fields(body.get("fields")),
        aggregations == null ? Map.of() : Nodes.object("aggs", aggregations),
        body.get("post_filter") == null
            ? new LogFilter.All()
            : AggregationNodes.filter(Nodes.object("post_filter", body.get("post_filter")), now));
  }

  private static boolean isKnown(String name) {
    return switch (name) {
      case "query",
          "aggs",
          "aggregations",
          "size",
          "from",
          "sort",
          "_source",
          "fields",
          "search_after",
          "track_total_hits",
          "post_filter" ->
          true;
      default -> IGNORED.contains(name);
    };
  }

  private static @Nullable Object either(Map<?, ?> body, Map<String, String> params, String name) {
    return body.containsKey(name) ? body.get(name) : params.get(name);
  }

  private static @Nullable List<String> ids(@Nullable Object query) {
    if (query instanceof Map<?, ?> map && map.get("ids") instanceof Map<?, ?> ids) {
      return Nodes.list(ids.get("values")).stream().map(id -> Nodes.text("ids", id)).toList();
    }
    return null;
  }

  private static List<String> fields(@Nullable Object value) {
    List<String> patterns = new ArrayList<>();
    for (Object field : Nodes.list(value)) {
      Object name = field instanceof Map<?, ?> map ? map.get("field") : field;
      patterns.add(Nodes.text("fields", name));
    }
    return patterns;
  }

  private static int countUpTo(@Nullable Object value) {
    return switch (value) {
      case null -> LogQuery.MAX_WINDOW;
      case Boolean flag -> flag ? Integer.MAX_VALUE : -1;
      case String text when text.equals("true") -> Integer.MAX_VALUE;
      case String text when text.equals("false") -> -1;
      case Object number -> Nodes.whole("track_total_hits", number, LogQuery.MAX_WINDOW);
    };
  }

  /// What lies behind a millisecond, for clients that sort by the timestamp alone.
  private static TimeRange behind(TimeRange range, LogQuery.Order order, String time, Instant now) {
    Instant last = new DateMath(now, java.time.ZoneOffset.UTC).parse(time, false);
    Instant from = range.from();
    Instant to = range.to();
    if (order == LogQuery.Order.NEWEST_FIRST) {
      to = last.isBefore(to) ? last : to;
    } else {
      from = last.plusMillis(1).isAfter(from) ? last.plusMillis(1) : from;
    }
    return to.isBefore(from) ? new TimeRange(from, from) : new TimeRange(from, to);
  }

  /// Over what is searched and aggregated.
  record Scope(String index, TimeRange range, LogFilter filter) {}

  /// The same behind a hit.
  SearchBody behind(@Nullable String cursor) {
    return new SearchBody(
        index,
        filter,
        range,
        byIds,
        order,
        sorted,
        0,
        size,
        cursor,
        -1,
        source,
        fields,
        aggregations,
        postFilter);
  }

  /// The same without hits, counted.
  LogQuery counting(Deadline deadline) {
    return new LogQuery(
        index, range, wanted(), order, 0, 0, null, Math.max(1, countUpTo), deadline);
  }

  private LogFilter wanted() {
    return postFilter instanceof LogFilter.All
        ? filter
        : new LogFilter.And(List.of(filter, postFilter));
  }

  LogQuery query(Deadline deadline) {
    return new LogQuery(
        index, range, wanted(), order, from, size, after, Math.max(1, countUpTo), deadline);
  }

  /// The order of hits: by timestamp; a tie breaker beside it changes nothing.
  private record Sort(LogQuery.Order order, boolean given) {

    static Sort of(@Nullable Object value) {
      if (value == null) {
        return new Sort(LogQuery.Order.NEWEST_FIRST, false);
      }
      List<Map.Entry<String, String>> keys = new ArrayList<>();
      for (Object item : value instanceof Map<?, ?> ? List.of(value) : Nodes.list(value)) {
        if (item instanceof Map<?, ?> map) {
          map.forEach(
              (name, how) -> keys.add(Map.entry(String.valueOf(name), direction(name, how))));
        } else {
          for (String part : Nodes.text("sort", item).split(",")) {
            int colon = part.lastIndexOf(':');
            keys.add(
                colon < 0
                    ? Map.entry(part, direction(part, null))
                    : Map.entry(part.substring(0, colon), part.substring(colon + 1)));
          }
        }
      }
      LogQuery.Order order = null;
      for (Map.Entry<String, String> key : keys) {
        String name = key.getKey();
        if (QueryNodes.isTime(QueryNodes.field(name))) {
          order =
              order != null
                  ? order
                  : key.getValue().equalsIgnoreCase("asc")
                      ? LogQuery.Order.OLDEST_FIRST
                      : LogQuery.Order.NEWEST_FIRST;
        } else if (name.equals("_doc") && keys.size() == 1) {
          order =
              key.getValue().equalsIgnoreCase("asc")
                  ? LogQuery.Order.OLDEST_FIRST
                  : LogQuery.Order.NEWEST_FIRST;
        } else if (!name.equals("_doc") && !name.equals("_score") && !name.equals("_shard_doc")) {
          throw ElasticErrors.illegal(
              "sorting on [%s] is not supported; on [timestamp] it is".formatted(name));
        }
      }
      return new Sort(order == null ? LogQuery.Order.NEWEST_FIRST : order, order != null);
    }

    private static String direction(@Nullable Object name, @Nullable Object how) {
      return switch (how) {
        case String text -> text;
        case Map<?, ?> map when map.get("order") != null -> String.valueOf(map.get("order"));
        case null, default -> "_score".equals(name) ? "desc" : "asc";
      };
    }
  }
}
