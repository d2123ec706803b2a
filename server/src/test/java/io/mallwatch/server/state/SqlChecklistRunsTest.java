package io.mallwatch.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.ops.checklist.Checklist;
import io.mallwatch.ops.checklist.ChecklistRun;
import io.mallwatch.ops.checklist.ChecklistRun.Entry;
import io.mallwatch.ops.checklist.ChecklistRun.State;
import io.mallwatch.ops.checklist.Evidence;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlChecklistRunsTest {

  private static final Instant AT = Instant.parse("2026-11-23T01:00:00Z");

  @TempDir Path dir;
  private StateDatabase database;
  private SqlChecklistRuns runs;

  @BeforeEach
  void open() {
    database = StateDatabase.open(dir.resolve("state.db"));
    runs = new SqlChecklistRuns(database, 2);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Entry entry(String item, State state) {
    return new Entry(
        item,
        new Checklist.Text("标题", "title"),
        state,
        "小王",
        AT,
        "说明",
        new Evidence("promql", "up == 1", "1", AT.plusNanos(123), "ab"));
  }

  private static ChecklistRun run(String list, int day) {
    Instant begun = AT.plusSeconds(86_400L * day);
    return new ChecklistRun(
        0,
        list,
        begun,
        begun.plusSeconds(3600),
        List.of(entry("b", State.OPEN), entry("a", State.OPEN)));
  }

  @Test
  void aRunComesBackWithItsEntriesInOrder() {
    ChecklistRun added = runs.add(run("daily", 0));
    runs.save(added.id(), entry("a", State.SIGNED));

    close();
    open();

    ChecklistRun found = runs.find(added.id()).orElseThrow();
    assertThat(found.entries()).containsExactly(entry("b", State.OPEN), entry("a", State.SIGNED));
    assertThat(found.begunAt()).isEqualTo(AT);
    assertThat(runs.find(99)).isEmpty();
  }

  @Test
  void runsAreListedNewestFirstAndByTime() {
    var _ = runs.add(run("daily", 0));
    var _ = runs.add(run("daily", 1));
    var _ = runs.add(run("weekly", 2));

    assertThat(runs.newest("daily", 5)).hasSize(1); // two are kept of all
    assertThat(runs.between(AT, AT.plusSeconds(86_400))).isEmpty();
    assertThat(runs.between(AT, AT.plusSeconds(3 * 86_400)))
        .extracting(ChecklistRun::checklist)
        .containsExactly("daily", "weekly");
  }
}
