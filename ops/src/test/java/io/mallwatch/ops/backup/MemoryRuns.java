package io.mallwatch.ops.backup;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

final class MemoryRuns implements BackupRuns {

  private final Map<Long, BackupRun> runs = new ConcurrentSkipListMap<>(Comparator.reverseOrder());

  @Override
  public synchronized BackupRun add(BackupRun run) {
    BackupRun kept =
        new BackupRun(
            runs.size() + 1L,
            run.job(),
            run.action(),
            run.by(),
            run.startedAt(),
            run.finishedAt(),
            run.state(),
            run.reason(),
            run.message(),
            run.backupId());
    runs.put(kept.id(), kept);
    return kept;
  }

  @Override
  public void save(BackupRun run) {
    runs.put(run.id(), run);
  }

  @Override
  public List<BackupRun> newest(int limit) {
    return runs.values().stream().limit(limit).toList();
  }

  @Override
  public Optional<Instant> lastBegun(String job, BackupRun.Action action) {
    return runs.values().stream()
        .filter(run -> run.job().equals(job) && run.action() == action)
        .map(BackupRun::startedAt)
        .findFirst();
  }

  @Override
  public void abandon(Instant at) {
    newest(100).stream()
        .filter(run -> run.finishedAt().isEmpty())
        .forEach(run -> save(run.ended(at, BackupRun.State.FAILED, "cancelled", "stopped", "")));
  }
}
