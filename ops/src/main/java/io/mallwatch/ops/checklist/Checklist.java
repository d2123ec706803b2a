package io.mallwatch.ops.checklist;

import io.mallwatch.ops.backup.CronSchedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is looked at again and again.
///
/// @param name short, such as `daily`
/// @param schedule when a new one begins; empty for only by hand
/// @param within how long after its begin it must be done
public record Checklist(
    String name,
    Text title,
    Optional<CronSchedule> schedule,
    Duration within,
    String owner,
    List<Item> items) {

  public Checklist {
    items = List.copyOf(items);
  }

  public Optional<Item> item(String id) {
    return items.stream().filter(item -> item.id().equals(id)).findFirst();
  }

  /// In both languages of the console.
  public record Text(String zh, String en) {}

  /// @param id unique within its list
  /// @param how what to do when it does not tick itself
  /// @param link where in the console to look; may be empty
  public record Item(String id, Text title, Question question, String how, String link) {}
}
