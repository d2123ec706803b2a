package io.mallwatch.ops.checklist;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A checklist on one occasion.
///
/// @param id counts up
/// @param dueAt when it must be done
public record ChecklistRun(
    long id, String checklist, Instant begunAt, Instant dueAt, List<Entry> entries) {

  public ChecklistRun {
    entries = List.copyOf(entries);
  }

  public enum State {
    /// Not looked at yet, or only a person can.
    OPEN,
    /// It ticked itself.
    GOOD,
    /// Its answer is not as it should be.
    BAD,
    /// A person said that it is done.
    SIGNED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// An item of it.
  ///
  /// @param by who signed; empty otherwise
  /// @param at when it was ticked or signed, or last looked at
  /// @param note of who signed
  public record Entry(
      String item,
      Checklist.Text title,
      State state,
      String by,
      Instant at,
      String note,
      Evidence evidence) {

    public boolean isDone() {
      return state == State.GOOD || state == State.SIGNED;
    }

    Entry answered(State how, Evidence what) {
      return new Entry(item, title, how, "", what.at(), note, what);
    }

    Entry signed(String who, String text, Instant when) {
      return new Entry(item, title, State.SIGNED, who, when, text, evidence);
    }
  }

  public long done() {
    return entries.stream().filter(Entry::isDone).count();
  }

  public boolean isDone() {
    return done() == entries.size();
  }

  public boolean isOverdue(Instant now) {
    return !isDone() && now.isAfter(dueAt);
  }

  ChecklistRun with(Entry changed) {
    return new ChecklistRun(
        id,
        checklist,
        begunAt,
        dueAt,
        entries.stream()
            .map(entry -> entry.item().equals(changed.item()) ? changed : entry)
            .toList());
  }
}
