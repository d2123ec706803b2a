package io.mallwatch.monitors.business.figure;

import io.mallwatch.monitors.business.mall.SqlTemplate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One figure of the business, defined: what it counts, over which time, and what zero and nothing
/// mean.
///
/// @param id as in the paper, such as `newUsersPerDay`
/// @param requirement `R039` to `R069`
/// @param group `users` or `transactions`
/// @param unit `count`, `ratio`, `yuan`, `points`, `seconds` or `per_user`
/// @param window what is counted over: `now`, `15m`, `24h`, `30d`; windows end now and move on
/// @param name what people call it
/// @param formula how it is computed, in a sentence
/// @param zero what zero means
/// @param missing what it means that there is no value
/// @param series under which it is recorded, without labels
/// @param labels of the recorded series, beside `source`
/// @param sql from the mall's database: one row with `answer`, or rows with `label` and `answer`;
///   null when a database does not know
/// @param promql from the mall's metrics: one number, or numbers by the label `label`; null when
///   metrics do not know; see [io.mallwatch.monitors.business.Questions]
/// @param comparable whether both ways measure the same thing and should agree
public record Figure(
    String id,
    String requirement,
    String group,
    String unit,
    String window,
    Words name,
    Words formula,
    Words zero,
    Words missing,
    String series,
    Map<String, String> labels,
    @Nullable SqlTemplate sql,
    @Nullable String promql,
    boolean comparable) {

  public Figure {
    labels = Map.copyOf(labels);
  }
}
