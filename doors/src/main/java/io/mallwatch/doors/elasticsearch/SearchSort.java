package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSort;
import io.mallwatch.logs.query.FilterMatch;
import io.mallwatch.logs.query.LogDates;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The order of hits, as it was asked for. The store sorts by the timestamp alone, with ties by
/// arrival, or by keys.
///
/// @param keys as asked for
/// @param sorted the store's keys; none to sort by the timestamp
/// @param order by time, in which the keys' ties are
record SearchSort(List<Key> keys, List<LogSort> sorted, LogQuery.Order order) {

  /// A key as asked for.
  ///
  /// @param format of a date; empty for milliseconds
  private record Key(String name, boolean descending, boolean missingFirst, String format) {

    boolean isTie() {
      return name.equals("_doc") || name.equals("_shard_doc") || name.equals("_score");
    }

    boolean isTime() {
      return QueryNodes.isTime(QueryNodes.field(name));
    }

    /// A moment as it is told.
    Object time(long millis) {
      return format.isEmpty() ? millis : Dates.of(format, ZoneOffset.UTC).text(millis);
    }
  }

  /// @param value the member `sort`, or null
  static SearchSort of(@Nullable Object value, QueryContext context) {
    List<Key> keys = new ArrayList<>();
    for (Object item : value instanceof Map<?, ?> ? List.of(value) : Nodes.list(value)) {
      if (item instanceof Map<?, ?> map) {
        map.forEach((name, how) -> keys.add(key(String.valueOf(name), how)));
      } else {
        for (String part : Nodes.text("sort", item).split(",")) {
          int colon = part.lastIndexOf(':');
          keys.add(
              colon < 0
                  ? key(part, null)
                  : key(part.substring(0, colon), part.substring(colon + 1)));
        }
      }
    }
    // Clients that write the keys as an object may have them sorted by name: `_doc` comes first.
    if (keys.size() > 1 && keys.getFirst().name.equals("_doc")) {
      keys.add(keys.removeFirst());
    }
    List<Key> real = keys.stream().filter(key -> !key.isTie()).toList();
    LogQuery.Order order = LogQuery.Order.NEWEST_FIRST;
    if (real.size() == 1 && real.getFirst().isTime()) {
      return new SearchSort(keys, List.of(), direction(real.getFirst()));
    }
    if (real.isEmpty() && !keys.isEmpty() && keys.getFirst().name.equals("_doc")) {
      order = direction(keys.getFirst());
    }
    List<LogSort> sorted =
        real.stream()
            .map(key -> new LogSort(field(key.name, context), key.descending, key.missingFirst))
            .toList();
    return new SearchSort(keys, sorted, order);
  }

  private static LogQuery.Order direction(Key key) {
    return key.descending ? LogQuery.Order.NEWEST_FIRST : LogQuery.Order.OLDEST_FIRST;
  }

  private static String field(String name, QueryContext context) {
    if (name.equals("_index")) {
      return name;
    }
    String type = context.types().type(name);
    if (type != null && (type.equals("object") || type.equals("nested"))) {
      throw ElasticErrors.illegal("can't sort on [%s]: it is an object".formatted(name));
    }
    return QueryNodes.field(name);
  }

  private static Key key(String name, @Nullable Object how) {
    if (name.equals("_script")) {
      throw ElasticErrors.illegal("sorting by scripts is not supported");
    }
    String direction = name.equals("_score") ? "desc" : "asc";
    boolean missingFirst = false;
    String format = "";
    if (how instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> member : map.entrySet()) {
        String option = String.valueOf(member.getKey());
        switch (option) {
          case "order" -> direction = String.valueOf(member.getValue());
          case "missing" -> missingFirst = "_first".equals(member.getValue());
          case "format" -> format = String.valueOf(member.getValue());
          case "unmapped_type",
              "mode",
              "numeric_type",
              "nested",
              "nested_path",
              "nested_filter" -> {}
          default ->
              throw ElasticErrors.parsing("[field_sort] unknown field [%s]".formatted(option));
        }
      }
    } else if (how != null) {
      direction = String.valueOf(how);
    }
    if (!direction.equalsIgnoreCase("asc") && !direction.equalsIgnoreCase("desc")) {
      throw ElasticErrors.illegal("Unknown SortOrder [%s]".formatted(direction));
    }
    return new Key(name, direction.equalsIgnoreCase("desc"), missingFirst, format);
  }

  /// Whether an order was asked for beside the score, which all hits have alike.
  boolean given() {
    return keys.stream().anyMatch(key -> !key.name.equals("_score"));
  }

  /// Values of a hit, one a key.
  ///
  /// @param tie whether the hit's cursor, which goes on exactly there, is told behind them when no
  ///   key is one
  List<@Nullable Object> values(LogHit hit, QueryContext context, boolean tie) {
    List<@Nullable Object> values = new ArrayList<>();
    int next = 0;
    boolean tied = false;
    for (Key key : keys) {
      if (key.name.equals("_score")) {
        values.add(1.0);
      } else if (key.isTie()) {
        values.add(hit.cursor());
        tied = true;
      } else if (sorted.isEmpty()) {
        values.add(key.time(hit.entry().timestamp().toEpochMilli()));
      } else {
        Object value = hit.sort().get(next++);
        values.add(
            key.isTime() && value instanceof Long millis
                ? key.time(millis)
                : told(key, value, context));
      }
    }
    if (tie && !tied) {
      values.add(hit.cursor());
    }
    return values;
  }

  /// Dates are told in milliseconds.
  private static @Nullable Object told(Key key, @Nullable Object value, QueryContext context) {
    if (value instanceof String text && isDate(key.name, text, context)) {
      Long millis = LogDates.millis(text);
      return millis == null ? text : key.time(millis);
    }
    return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
        ? (Object) number.longValue()
        : value;
  }

  private static boolean isDate(String name, String text, QueryContext context) {
    String type = context.types().type(name);
    return type == null ? LogDates.instant(text) != null : type.startsWith("date");
  }

  /// Where a page goes on.
  ///
  /// @param cursor of the last hit of the page before, or null
  /// @param values of the store's keys; empty when there is a cursor, or no page before
  /// @param behind moment of the last hit when only that is known, or null
  record After(@Nullable String cursor, List<@Nullable Object> values, @Nullable Instant behind) {
    static final After NOTHING = new After(null, List.of(), null);
  }

  /// @param searchAfter values as [#values] told them, the last perhaps left out
  After after(List<?> searchAfter, QueryContext context) {
    if (searchAfter.isEmpty()) {
      return After.NOTHING;
    }
    if (keys.isEmpty()) {
      throw ElasticErrors.illegal("Sort must contain at least one field when using [search_after]");
    }
    if (searchAfter.size() != keys.size() && searchAfter.size() != keys.size() + 1) {
      throw ElasticErrors.illegal(
          "search_after has %d value(s) but sort has %d."
              .formatted(searchAfter.size(), keys.size()));
    }
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).isTie() && searchAfter.get(i) instanceof String cursor) {
        return new After(cursor, List.of(), null);
      }
    }
    if (searchAfter.size() > keys.size() && searchAfter.getLast() instanceof String cursor) {
      return new After(cursor, List.of(), null);
    }
    if (sorted.isEmpty()) {
      int at = 0;
      while (at < keys.size() - 1 && !keys.get(at).isTime()) {
        at++;
      }
      String time = Nodes.text("search_after", searchAfter.get(at));
      return new After(
          null, List.of(), new DateMath(context.now(), ZoneOffset.UTC).parse(time, false));
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      if (key.isTime()) {
        String time = Nodes.text("search_after", searchAfter.get(i));
        DateMath math = new DateMath(context.now(), ZoneOffset.UTC);
        values.add((Object) math.parse(time, false).toEpochMilli());
      } else if (!key.isTie()) {
        values.add(asked(key.name, searchAfter.get(i), context));
      }
    }
    return new After(null, values, null);
  }

  private static @Nullable Object asked(String name, @Nullable Object value, QueryContext context) {
    String type = String.valueOf(context.types().type(name));
    return switch (value) {
      case null -> null;
      case Long millis when type.startsWith("date") -> Instant.ofEpochMilli(millis).toString();
      case String text when type.startsWith("date") && text.matches("\\d{12,13}") ->
          Instant.ofEpochMilli(Long.parseLong(text)).toString();
      case Number number -> (Object) number.doubleValue();
      case String text when isNumeric(type) -> {
        Double number = FilterMatch.number(text);
        yield number == null ? text : number;
      }
      default -> Nodes.text("search_after", value);
    };
  }

  private static boolean isNumeric(String type) {
    return switch (type) {
      case "long",
          "integer",
          "short",
          "byte",
          "double",
          "float",
          "half_float",
          "scaled_float",
          "unsigned_long" ->
          true;
      default -> false;
    };
  }
}
