package io.mallwatch.monitors.security.sigma;

import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.util.List;

/// A rule.
///
/// @param id as written, else the title with hyphens
/// @param name by which correlations call it; may be empty
/// @param level `informational`, `low`, `medium`, `high` or `critical`
/// @param webOnly whether it is about requests, so that other entries cannot match
/// @param file it was read from
public record SigmaRule(
    String id,
    String name,
    String title,
    String description,
    String level,
    String author,
    boolean webOnly,
    Condition condition,
    String file) {

  /// Whether the entry matches. Thread-safe.
  public boolean matches(LogEntry entry) {
    return (!webOnly || EntryField.isRequest(entry)) && condition.holds(entry);
  }

  /// Whether entries of this level can match at all.
  public boolean isPossible(LogLevel level) {
    return condition.isPossible(level);
  }

  /// What must hold.
  sealed interface Condition {

    boolean holds(LogEntry entry);

    /// Whether it can hold for entries of this level; true when that is not certain.
    default boolean isPossible(LogLevel level) {
      return true;
    }

    record All(List<Condition> parts) implements Condition {
      @Override
      public boolean holds(LogEntry entry) {
        for (Condition part : parts) {
          if (!part.holds(entry)) {
            return false;
          }
        }
        return true;
      }

      @Override
      public boolean isPossible(LogLevel level) {
        return parts.stream().allMatch(part -> part.isPossible(level));
      }
    }

    record Any(List<Condition> parts) implements Condition {
      @Override
      public boolean holds(LogEntry entry) {
        for (Condition part : parts) {
          if (part.holds(entry)) {
            return true;
          }
        }
        return false;
      }

      @Override
      public boolean isPossible(LogLevel level) {
        return parts.stream().anyMatch(part -> part.isPossible(level));
      }
    }

    record Not(Condition part) implements Condition {
      @Override
      public boolean holds(LogEntry entry) {
        return !part.holds(entry);
      }
    }

    /// @param test of one of the texts that the field has
    record Field(EntryField field, Test test) implements Condition {
      @Override
      public boolean holds(LogEntry entry) {
        return test.holds(field.texts(entry));
      }

      @Override
      public boolean isPossible(LogLevel level) {
        return !field.name().equals("level") || test.holds(List.of(level.text()));
      }
    }

    /// A text anywhere in the entry.
    record Keyword(Test test) implements Condition {
      @Override
      public boolean holds(LogEntry entry) {
        return test.holds(EntryField.everything(entry));
      }
    }
  }

  /// A test of the texts of a field, of which it may have none.
  @FunctionalInterface
  interface Test {
    boolean holds(List<String> texts);
  }
}
