package io.mallwatch.monitors.security.sigma;

import io.mallwatch.model.LogEntry;
import java.time.Duration;
import java.util.List;

/// So many matches of rules within a while.
///
/// @param id as written, else the title with hyphens
/// @param rules ids or names of the rules that are counted
/// @param groupBy fields whose values are counted apart; empty for all together
/// @param distinct the field whose values are told apart (`value_count`), or empty to count matches
///   (`event_count`)
/// @param atLeast how many
public record SigmaCorrelation(
    String id,
    String title,
    String description,
    String level,
    List<String> rules,
    List<String> groupBy,
    Duration timespan,
    String distinct,
    int atLeast,
    String file) {

  /// Most that can be asked for.
  public static final int MAX_COUNT = 1_000;

  public boolean counts(SigmaRule rule) {
    return rules.contains(rule.id()) || rules.contains(rule.name());
  }

  /// The values of the fields that are grouped by; the service when there are none.
  public String key(LogEntry entry) {
    if (groupBy.isEmpty()) {
      return entry.service();
    }
    StringBuilder key = new StringBuilder();
    for (String field : groupBy) {
      List<String> texts = EntryField.of(field).texts(entry);
      key.append(key.isEmpty() ? "" : " ").append(texts.isEmpty() ? "-" : texts.getFirst());
    }
    return key.toString();
  }

  public String value(LogEntry entry) {
    List<String> texts = distinct.isEmpty() ? List.of() : EntryField.of(distinct).texts(entry);
    return texts.isEmpty() ? "" : texts.getFirst();
  }
}
