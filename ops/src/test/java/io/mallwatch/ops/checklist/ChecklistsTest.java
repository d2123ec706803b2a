package io.mallwatch.ops.checklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.backup.store.Digests;
import io.mallwatch.ops.checklist.ChecklistRun.Entry;
import io.mallwatch.ops.checklist.ChecklistRun.State;
import io.mallwatch.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChecklistsTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final String FILE =
      """
      name: daily
      title: 每日检查
      schedule: "0 9 * * *"
      within: 9h
      items:
        - {id: health, title: 健康, promql: up, good: "== 1"}
        - {id: errors, title: 错误, logs: "level:error", window: 24h, good: "< 10"}
        - {id: docs, title: 文档, manual: true}
      """;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-23T00:00:00Z"));
  private final Map<String, Answers.Answer> known = new TreeMap<>();
  private final MemoryChecklistRuns runs = new MemoryChecklistRuns();
  private final Checklists checklists =
      new Checklists(
          List.of(ChecklistFile.parse("daily.yml", FILE)),
          runs,
          question ->
              known.getOrDefault(question.kind(), new Answers.Answer(false, "没有数据 no data")),
          clock,
          ZONE);

  private ChecklistRun newest() {
    return checklists.newest("daily", 1).getFirst();
  }

  private Entry entry(String item) {
    return newest().entries().stream()
        .filter(one -> one.item().equals(item))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aListBeginsWhenItIsDueAndTicksWhatIsKnown() {
    checklists.tick();
    assertThat(checklists.newest("daily", 9)).isEmpty();

    known.put("promql", new Answers.Answer(true, "1"));
    known.put("logs", new Answers.Answer(false, "42 行 lines"));
    clock.set(Instant.parse("2026-11-23T01:00:00Z")); // 09:00 in Shanghai
    checklists.tick();
    checklists.tick();

    assertThat(checklists.newest("daily", 9)).hasSize(1);
    assertThat(entry("health").state()).isEqualTo(State.GOOD);
    assertThat(entry("errors").state()).isEqualTo(State.BAD);
    assertThat(entry("errors").evidence().result()).isEqualTo("42 行 lines");
    assertThat(entry("docs").state()).isEqualTo(State.OPEN);
    assertThat(newest().done()).isEqualTo(1);
  }

  @Test
  void aDailyListThatNeverWasBeginsSoonAfterTheStart() {
    clock.advance(Checklists.FIRST.minusSeconds(1));
    checklists.tick();
    assertThat(checklists.newest("daily", 9)).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    checklists.tick();
    assertThat(checklists.newest("daily", 9)).hasSize(1);
  }

  @Test
  void anOpenItemIsAskedAgainUntilItTicksAndStaysTicked() {
    var _ = checklists.begin("daily");
    known.put("logs", new Answers.Answer(true, "3 行 lines"));
    clock.advance(Duration.ofMinutes(1));
    checklists.tick();
    assertThat(entry("errors").state()).isEqualTo(State.BAD);

    clock.advance(Checklists.ASK_AGAIN);
    checklists.tick();
    assertThat(entry("errors").state()).isEqualTo(State.GOOD);

    known.put("logs", new Answers.Answer(false, "99 行 lines"));
    clock.advance(Duration.ofMinutes(30));
    checklists.tick();
    assertThat(entry("errors").state()).isEqualTo(State.GOOD);
    assertThat(checklists.check(newest().id(), "errors")).isPresent();
    assertThat(entry("errors").state()).isEqualTo(State.BAD);
  }

  @Test
  void evidenceSaysWhatWasAskedAndItsSumHolds() {
    known.put("promql", new Answers.Answer(true, "1"));
    var _ = checklists.begin("daily");

    Evidence evidence = entry("health").evidence();
    assertThat(evidence.query()).isEqualTo("up == 1");
    assertThat(evidence.sha256())
        .isEqualTo(
            Digests.hex(
                "promql\nup == 1\n1\n2026-11-23T00:00:00Z\n".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aPersonSignsTheRestAndTheEvidenceStays() {
    var _ = checklists.begin("daily");

    assertThat(checklists.sign(newest().id(), "errors", "小王", "已知问题，见 INC-12")).isPresent();
    assertThat(checklists.sign(newest().id(), "docs", "小王", "")).isPresent();

    assertThat(entry("errors").state()).isEqualTo(State.SIGNED);
    assertThat(entry("errors").evidence().isNone()).isFalse();
    assertThat(entry("docs").by()).isEqualTo("小王");
    assertThat(newest().isDone()).isFalse();
    assertThat(checklists.sign(99, "docs", "x", "")).isEmpty();
    assertThat(checklists.sign(newest().id(), "nothing", "x", "")).isEmpty();
    assertThatThrownBy(() -> checklists.check(newest().id(), "docs"))
        .isInstanceOf(BadQueryException.class);
  }

  @Test
  void whatIsNotDoneInTimeIsOverdue() {
    var _ = checklists.begin("daily");
    clock.advance(Duration.ofHours(9));
    assertThat(checklists.isOverdue(newest())).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(checklists.isOverdue(newest())).isTrue();

    for (String item : List.of("health", "errors", "docs")) {
      var _ = checklists.sign(newest().id(), item, "me", "");
    }
    assertThat(checklists.isOverdue(newest())).isFalse();
  }

  @Test
  void aListThatFellDueWhileTheServerWasAwayBeginsOnce() {
    var _ = checklists.begin("daily");
    clock.advance(Duration.ofDays(5));
    checklists.tick();
    checklists.tick();

    assertThat(checklists.newest("daily", 9)).hasSize(2);
    assertThatThrownBy(() -> checklists.begin("nothing")).isInstanceOf(BadQueryException.class);
  }

  @Test
  void aMonthGoesOnPaper() {
    known.put("promql", new Answers.Answer(true, "1"));
    var _ = checklists.begin("daily");
    var _ = checklists.sign(newest().id(), "docs", "=小王", "说 \"好\"");
    ChecklistExport export = new ChecklistExport(checklists, ZONE);

    assertThat(export.markdown(YearMonth.of(2026, 11)))
        .contains("1 次，2/3 项完成")
        .contains("## 每日检查 2026-11-23 08:00（2/3）")
        .contains("- [x] 健康\n  - `up == 1`")
        .contains("- [ ] 错误")
        .contains("- [x] 文档，=小王 于 2026-11-23 08:00 签字：说 \"好\"");
    assertThat(export.csv(YearMonth.of(2026, 11)).lines())
        .hasSize(4)
        .anyMatch(line -> line.contains("\"'=小王\"") && line.contains("\"说 \"\"好\"\"\""));
    assertThat(export.csv(YearMonth.of(2026, 10)).lines()).hasSize(1);
  }
}
