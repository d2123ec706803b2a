package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A search as it was asked for.
///
/// @param index pattern of index names
/// @param whole range of the timestamps that the query is about, whatever the page
/// @param byIds ids that are wanted when the query is `ids`; null for any other query
/// @param after where the page goes on
/// @param aggregations as they stand in the body
/// @param postFilter which of the hits are told; aggregations don't see it
record SearchBody(
    String index,
    QueryContext context,
    LogFilter filter,
    TimeRange whole,
    @Nullable List<String> byIds,
    SearchSort sort,
    Page page,
    SearchSort.After after,
    HitShape shape,
    Map<?, ?> aggregations,
    LogFilter postFilter) {

  private static final int DEFAULT_SIZE = 10;

  /// Members that change nothing about which hits are found, or only how fast.
  private static final Set<String> IGNORED =
      Set.of(
          "timeout",
          "explain",
          "indices_boost",
          "terminate_after",
          "profile",
          "track_scores",
          "stats",
          "preference",
          "ext",
          "pit");

  /// Members that would change the answer in ways that are not built.
  private static final Set<String> REFUSED =
      Set.of(
          "rescore",
          "suggest",
          "slice",
          "knn",
          "rank",
          "retriever",
          "runtime_mappings",
          "script_fields");

  /// Members that are read.
  private static final Set<String> READ =
      Set.of(
          "query",
          "aggs",
          "aggregations",
          "size",
          "from",
          "sort",
          "search_after",
          "track_total_hits",
          "post_filter",
          "min_score");

  /// Which of the hits.
  ///
  /// @param countUpTo -1 when the total is not wanted
  record Page(int from, int size, int countUpTo) {}

  /// @param params of the URL, which a simple search uses instead of a body
  static SearchBody parse(
      String index, Map<?, ?> body, Map<String, String> params, QueryContext context) {
    body.forEach((name, value) -> check(String.valueOf(name), value));
    Object query = body.get("query");
    List<String> ids = ids(query);
    QueryNodes.Parsed parsed = QueryNodes.parse(ids == null ? query : null, context);
    LogFilter filter = parsed.filter();
    String q = params.get("q");
    if (q != null && !q.isBlank()) {
      filter = new LogFilter.And(List.of(filter, TextQueries.q(q, context, params)));
    }
    if (body.get("min_score") instanceof Number least && least.doubleValue() > 1) {
      filter = new LogFilter.Or(List.of()); // every hit scores 1
    }
    SearchSort sort =
        SearchSort.of(body.containsKey("sort") ? body.get("sort") : params.get("sort"), context);
    SearchSort.After after = sort.after(Nodes.list(body.get("search_after")), context);
    Object aggregations = body.containsKey("aggs") ? body.get("aggs") : body.get("aggregations");
    return new SearchBody(
        index,
        context,
        filter,
        parsed.range(),
        ids,
        sort,
        page(body, params),
        after,
        HitShape.of(body, params),
        aggregations == null ? Map.of() : Nodes.object("aggs", aggregations),
        body.get("post_filter") == null
            ? new LogFilter.All()
            : AggregationNodes.filter(
                Nodes.object("post_filter", body.get("post_filter")), context));
  }

  private static Page page(Map<?, ?> body, Map<String, String> params) {
    int from = Nodes.whole("from", either(body, params, "from"), 0);
    int size = Nodes.whole("size", either(body, params, "size"), DEFAULT_SIZE);
    if ((long) from + size > LogQuery.MAX_WINDOW) {
      throw ElasticErrors.illegal(
          ("Result window is too large, from + size must be less than or equal to: [%d] but was"
                  + " [%d]. See the scroll api for a more efficient way to request large data"
                  + " sets. This limit can be set by changing the [index.max_result_window] index"
                  + " level setting.")
              .formatted(LogQuery.MAX_WINDOW, (long) from + size));
    }
    return new Page(from, size, countUpTo(either(body, params, "track_total_hits")));
  }

  private static void check(String name, @Nullable Object value) {
    boolean empty =
        value == null
            || value.equals(Map.of())
            || value.equals(List.of())
            || (value instanceof Map<?, ?> map && map.isEmpty());
    if (REFUSED.contains(name)) {
      if (!empty) {
        throw ElasticErrors.illegal("[%s] is not supported in a search".formatted(name));
      }
    } else if (!READ.contains(name) && !IGNORED.contains(name) && !HitShape.READ.contains(name)) {
      throw ElasticErrors.parsing(
          "Unknown key for a %s in [%s].".formatted(Nodes.token(value), name));
    }
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
  private static TimeRange behind(TimeRange range, LogQuery.Order order, Instant last) {
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
        context,
        filter,
        whole,
        byIds,
        sort,
        new Page(0, page.size, page.countUpTo),
        new SearchSort.After(cursor, List.of(), null),
        shape,
        aggregations,
        postFilter);
  }

  /// Whether hits go on behind others, so that the total is to be counted without that.
  boolean isLaterPage() {
    return !after.equals(SearchSort.After.NOTHING);
  }

  /// The same without hits, counted from the first page on.
  LogQuery counting(Deadline deadline) {
    return new LogQuery(
        index, whole, wanted(), sort.order(), 0, 0, null, Math.max(1, page.countUpTo), deadline);
  }

  private LogFilter wanted() {
    return postFilter instanceof LogFilter.All
        ? filter
        : new LogFilter.And(List.of(filter, postFilter));
  }

  /// @param size most hits
  LogQuery query(int from, int size, Deadline deadline) {
    return new LogQuery(
        index,
        after.behind() == null ? whole : behind(whole, sort.order(), after.behind()),
        wanted(),
        new LogQuery.Sorting(sort.sorted(), after.values()),
        sort.order(),
        from,
        size,
        after.cursor(),
        Math.max(1, isLaterPage() ? 1 : page.countUpTo),
        deadline);
  }
}
