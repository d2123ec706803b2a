package io.mallwatch.ops.checklist;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

final class MemoryChecklistRuns implements ChecklistRuns {

  private final Map<Long, ChecklistRun> runs = new TreeMap<>();

  @Override
  public ChecklistRun add(ChecklistRun run) {
    long id = runs.size() + 1L;
    ChecklistRun kept =
        new ChecklistRun(id, run.checklist(), run.begunAt(), run.dueAt(), run.entries());
    runs.put(id, kept);
    return kept;
  }

  @Override
  public void save(long run, ChecklistRun.Entry entry) {
    runs.computeIfPresent(run, (_, one) -> one.with(entry));
  }

  @Override
  public Optional<ChecklistRun> find(long id) {
    return Optional.ofNullable(runs.get(id));
  }

  @Override
  public List<ChecklistRun> newest(String checklist, int limit) {
    return runs.values().stream()
        .filter(run -> run.checklist().equals(checklist))
        .sorted(Comparator.comparingLong(ChecklistRun::id).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public List<ChecklistRun> between(Instant from, Instant until) {
    return runs.values().stream()
        .filter(run -> !run.begunAt().isBefore(from) && run.begunAt().isBefore(until))
        .toList();
  }
}
