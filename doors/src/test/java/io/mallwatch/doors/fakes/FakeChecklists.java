package io.mallwatch.doors.fakes;

import io.mallwatch.ops.checklist.Answers;
import io.mallwatch.ops.checklist.Checklist;
import io.mallwatch.ops.checklist.ChecklistFile;
import io.mallwatch.ops.checklist.ChecklistRun;
import io.mallwatch.ops.checklist.ChecklistRuns;
import io.mallwatch.ops.checklist.Checklists;
import io.mallwatch.testkit.FakeClock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checklists in memory.
public final class FakeChecklists implements ChecklistRuns {

  private final List<ChecklistRun> runs = new ArrayList<>();

  /// Without any list.
  public static Checklists empty() {
    return of(List.of());
  }

  /// With one list of an item that is good and one that only a person can answer.
  public static Checklists daily() {
    return of(
        List.of(
            ChecklistFile.parse(
                "daily.yml",
                """
                name: daily
                title: 每日检查
                schedule: "0 9 * * *"
                items:
                  - {id: health, title: 健康, promql: up, good: "== 1", link: /health}
                  - {id: docs, title: 文档, manual: true}
                """)));
  }

  private static Checklists of(List<Checklist> lists) {
    return new Checklists(
        lists,
        new FakeChecklists(),
        _ -> new Answers.Answer(true, "1"),
        FakeClock.mondayMorning(),
        ZoneId.of("Asia/Shanghai"));
  }

  @Override
  public synchronized ChecklistRun add(ChecklistRun run) {
    ChecklistRun kept =
        new ChecklistRun(
            runs.size() + 1L, run.checklist(), run.begunAt(), run.dueAt(), run.entries());
    runs.add(kept);
    return kept;
  }

  @Override
  public synchronized void save(long run, ChecklistRun.Entry entry) {
    runs.replaceAll(one ->
        one.id() == run
            ? new ChecklistRun(
                run,
                one.checklist(),
                one.begunAt(),
                one.dueAt(),
                one.entries().stream()
                    .map(old -> old.item().equals(entry.item()) ? entry : old)
                    .toList())
            : one);
  }

  @Override
  public synchronized Optional<ChecklistRun> find(long id) {
    return runs.stream().filter(run -> run.id() == id).findFirst();
  }

  @Override
  public synchronized List<ChecklistRun> newest(String checklist, int limit) {
    return runs.reversed().stream()
        .filter(run -> run.checklist().equals(checklist))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<ChecklistRun> between(Instant from, Instant until) {
    return runs.stream()
        .filter(run -> !run.begunAt().isBefore(from) && run.begunAt().isBefore(until))
        .toList();
  }
}
