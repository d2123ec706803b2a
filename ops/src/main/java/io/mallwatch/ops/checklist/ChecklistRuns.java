package io.mallwatch.ops.checklist;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The memory of checklists. Thread-safe; survives a restart.
public interface ChecklistRuns {

  /// Keeps a new run and returns it with its id.
  ChecklistRun add(ChecklistRun run);

  /// Writes over an entry of a run.
  void save(long run, ChecklistRun.Entry entry);

  Optional<ChecklistRun> find(long id);

  /// Runs of a list, the newest first.
  List<ChecklistRun> newest(String checklist, int limit);

  /// Runs of all lists that began from `from` to before `until`, the oldest first.
  List<ChecklistRun> between(Instant from, Instant until);
}
