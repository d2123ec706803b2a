package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import io.mallwatch.model.BadQueryException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Orders of buckets.
final class Orders {

  private Orders() {}

  /// Orders by count and key alone; ties by key.
  static <T> Comparator<T> plain(
      List<LogAggregate.Order> orders, Function<T, String> key, ToLongFunction<T> count) {
    Comparator<T> byKey = (left, right) -> compareKeys(key.apply(left), key.apply(right));
    Comparator<T> all = (_, _) -> 0;
    for (LogAggregate.Order order : orders) {
      Comparator<T> one = order.path().equals("_key") ? byKey : Comparator.comparingLong(count);
      all = all.thenComparing(order.ascending() ? one : one.reversed());
    }
    return all.thenComparing(byKey);
  }

  /// Orders by figures below, too.
  static Comparator<LogAggregated.Bucket> comparator(List<LogAggregate.Order> orders) {
    Comparator<LogAggregated.Bucket> byKey =
        (left, right) -> compareKeys(left.key().toString(), right.key().toString());
    Comparator<LogAggregated.Bucket> all = (_, _) -> 0;
    for (LogAggregate.Order order : orders) {
      Comparator<LogAggregated.Bucket> one =
          switch (order.path()) {
            case "_count" -> Comparator.comparingLong(LogAggregated.Bucket::count);
            case "_key" -> byKey;
            default -> Comparator.comparingDouble(bucket -> figure(bucket, order));
          };
      all = all.thenComparing(order.ascending() ? one : one.reversed());
    }
    return all.thenComparing(byKey);
  }

  /// Numbers among the values come in their order as numbers.
  private static int compareKeys(String left, String right) {
    if (isNumber(left) && isNumber(right)) {
      int byNumber = Double.compare(Double.parseDouble(left), Double.parseDouble(right));
      return byNumber != 0 ? byNumber : left.compareTo(right);
    }
    return left.compareTo(right);
  }

  private static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > 24) {
      return false;
    }
    int at = text.charAt(0) == '-' ? 1 : 0;
    boolean digits = false;
    boolean dot = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits = true;
      } else if (c == '.' && !dot && digits) {
        dot = true;
      } else {
        return false;
      }
    }
    return digits;
  }

  /// The number at `name`, `name.avg`, `name>inner.avg` or `name[95]`; the least there is when
  /// there is none.
  private static double figure(LogAggregated.Bucket bucket, LogAggregate.Order order) {
    LogAggregated.Bucket at = bucket;
    String path = order.path();
    for (int next = path.indexOf('>'); next >= 0; next = path.indexOf('>')) {
      if (at.below().get(path.substring(0, next)) instanceof LogAggregated.Buckets inner
          && inner.buckets().size() == 1) {
        at = inner.buckets().getFirst();
      } else {
        throw invalid(order);
      }
      path = path.substring(next + 1);
    }
    if (at.below().get(path) instanceof LogAggregated.Buckets inner
        && inner.buckets().size() == 1) {
      return inner.buckets().getFirst().count();
    }
    int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    String name = at.below().containsKey(path) || cut < 0 ? path : path.substring(0, cut);
    String member = name.length() == path.length() ? "" : path.substring(cut + 1);
    LogAggregated below = at.below().get(name);
    if (below == null) {
      throw invalid(order);
    }
    double value =
        switch (below) {
          case LogAggregated.Summary summary -> member(summary, member, order);
          case LogAggregated.Count(long count) -> count;
          case LogAggregated.Distribution distribution ->
              distribution.at().applyAsDouble(percent(member, order));
          case LogAggregated.Buckets _, LogAggregated.Hits _ -> throw invalid(order);
        };
    return Double.isNaN(value) || Double.isInfinite(value) ? Double.NEGATIVE_INFINITY : value;
  }

  private static double member(
      LogAggregated.Summary summary, String member, LogAggregate.Order order) {
    return switch (member) {
      case "count" -> summary.count();
      case "sum" -> summary.sum();
      case "min" -> summary.min();
      case "max" -> summary.max();
      case "avg", "value", "" ->
          summary.count() == 0 ? Double.NaN : summary.sum() / summary.count();
      default -> throw invalid(order);
    };
  }

  private static double percent(String member, LogAggregate.Order order) {
    try {
      return Double.parseDouble(member.replace("]", ""));
    } catch (NumberFormatException e) {
      throw invalid(order);
    }
  }

  private static BadQueryException invalid(LogAggregate.Order order) {
    return new BadQueryException(
        "Invalid aggregation order path [%s]. The provided aggregation does not exist or has no"
                .formatted(order.path())
            + " such value");
  }
}
