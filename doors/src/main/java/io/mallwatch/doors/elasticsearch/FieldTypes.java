package io.mallwatch.doors.elasticsearch;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogStore;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.Deadline;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What type fields have, as their newest entries show it. For one request; not thread-safe.
final class FieldTypes {

  private static final int SAMPLE = 3;

  private final LogStore logs;
  private final String index;
  private final Instant now;
  private final Deadline deadline;
  private final Map<String, Type> known = new HashMap<>();

  FieldTypes(LogStore logs, String index, Instant now, Deadline deadline) {
    this.logs = logs;
    this.index = index;
    this.now = now;
    this.deadline = deadline;
  }

  Instant now() {
    return now;
  }

  /// A type, and how its values are told as keys.
  enum Type {
    KEYWORD("sterms"),
    LONG("lterms"),
    DOUBLE("dterms"),
    BOOLEAN("lterms");

    private final String terms;

    Type(String terms) {
      this.terms = terms;
    }

    /// Kind of a `terms` aggregation over it.
    String terms() {
      return terms;
    }

    /// Puts `key`, and `key_as_string` where it is told.
    void key(String value, Map<String, Object> into) {
      switch (this) {
        case KEYWORD -> into.put("key", value);
        case LONG -> into.put("key", isWhole(value) ? (Object) Long.parseLong(value) : value);
        case DOUBLE ->
            into.put("key", isNumber(value) ? (Object) Double.parseDouble(value) : value);
        case BOOLEAN -> {
          boolean flag = value.equals("true");
          into.put("key", flag || value.equals("false") ? (Object) (flag ? 1L : 0L) : value);
          into.put("key_as_string", value);
        }
      }
    }

    private static boolean isWhole(String text) {
      return text.matches("-?\\d{1,18}");
    }

    private static boolean isNumber(String text) {
      return io.mallwatch.logs.query.FilterMatch.number(text) != null;
    }
  }

  /// @param name as the client says it
  Type of(String name) {
    String field = name.startsWith("_") ? name : QueryNodes.field(name);
    return known.computeIfAbsent(field, this::look);
  }

  private Type look(String field) {
    if (field.equals("durationMillis")) {
      return Type.DOUBLE;
    }
    if (!field.startsWith("data.")) {
      return Type.KEYWORD;
    }
    List<LogHit> hits =
        logs.search(
                new LogQuery(
                    index,
                    QueryNodes.ALL_TIME,
                    new LogFilter.Exists(field),
                    LogQuery.Order.NEWEST_FIRST,
                    0,
                    SAMPLE,
                    null,
                    1,
                    deadline))
            .hits();
    Type[] type = new Type[1];
    String path = field.substring("data.".length());
    for (LogHit hit : hits) {
      LogFields.leaves(
          hit.entry().data(),
          (leafPath, leaf) -> {
            if (leafPath.equals(path)) {
              type[0] = both(type[0], leaf);
            }
          });
    }
    return type[0] == null ? Type.KEYWORD : type[0];
  }

  private static Type both(@org.jspecify.annotations.Nullable Type before, Object leaf) {
    Type here =
        switch (leaf) {
          case Boolean _ -> Type.BOOLEAN;
          case Long _, Integer _ -> Type.LONG;
          case Number number when number.doubleValue() == Math.rint(number.doubleValue()) ->
              Type.LONG;
          case Number _ -> Type.DOUBLE;
          default -> Type.KEYWORD;
        };
    if (before == null || before == here) {
      return here;
    }
    boolean numbers =
        (before == Type.LONG || before == Type.DOUBLE)
            && (here == Type.LONG || here == Type.DOUBLE);
    return numbers ? Type.DOUBLE : Type.KEYWORD;
  }
}
