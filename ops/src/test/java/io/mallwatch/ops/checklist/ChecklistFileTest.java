package io.mallwatch.ops.checklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.logs.query.LogQueryParser;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecklistFileTest {

  private static Checklist shipped(String name) throws IOException {
    return ChecklistFile.parse(
        name, Files.readString(Path.of("../deploy/checklists").resolve(name)));
  }

  @Test
  void theEighteenItemsOfThePaperAreShippedAndCanBeAsked() throws IOException {
    List<Checklist.Item> all = new ArrayList<>();
    for (String name : List.of("daily.yml", "weekly.yml", "monthly.yml")) {
      Checklist list = shipped(name);
      assertThat(list.schedule()).isPresent();
      all.addAll(list.items());
    }

    assertThat(all).hasSize(18);
    assertThat(all)
        .extracting(item -> item.title().zh())
        .contains("系统健康状态检查", "备份任务执行状态", "安全漏洞扫描", "灾备演练测试", "团队培训计划");
    assertThat(all).allSatisfy(item -> assertThat(item.how()).isNotEmpty());
    assertThat(all.stream().filter(item -> !(item.question() instanceof Question.Manual)))
        .hasSize(13);
    for (Checklist.Item item : all) {
      switch (item.question()) {
        case Question.Promql promql -> assertThat(PromqlParser.parse(promql.query())).isNotNull();
        case Question.Logs logs -> assertThat(LogQueryParser.parse(logs.query())).isNotNull();
        default -> assertThat(item.id()).isNotEmpty();
      }
    }
  }

  @Test
  void everyKindOfQuestionIsRead() {
    Checklist list =
        ChecklistFile.parse(
            "x.yml",
            """
            name: x
            title: 甲
            items:
              - {id: a, title: a, probe: ["tcp://db:3306"]}
              - {id: b, title: b, script: [./bench.sh, --quick]}
              - {id: c, title: c, drill: 31d}
              - {id: d, title: d, incidents: true, good: "<= 2"}
              - {id: e, title: e, backup: true}
            """);

    assertThat(list.items())
        .extracting(item -> item.question().kind())
        .containsExactly("probe", "script", "drill", "incident", "backup");
    assertThat(list.title().en()).isEqualTo("甲");
  }

  @Test
  void everyProblemIsTold() {
    InvalidFileException failed =
        catchThrowableOfType(
            InvalidFileException.class,
            () ->
                ChecklistFile.parse(
                    "x.yml",
                    """
                    name: X Y
                    title: t
                    schedule: never
                    colour: red
                    items:
                      - {id: a, title: a}
                      - {id: a, title: a, manual: true, backup: true}
                      - {id: b, title: b, promql: up, good: many}
                      - {id: c, title: c, probe: [nowhere]}
                    """));

    assertThat(failed.problems()).hasSize(8);
  }

  @Test
  void conditionsAreReadAndHold() {
    assertThat(Condition.parse("< 100").holds(99)).isTrue();
    assertThat(Condition.parse(">= 0.8").holds(0.8)).isTrue();
    assertThat(Condition.parse("!= 0").holds(0)).isFalse();
    assertThat(Condition.parse("==1").toString()).isEqualTo("== 1");
    assertThat(Condition.parse("<= 1").holds(Double.NaN)).isFalse();
    assertThat(Condition.parse("> -1").holds(0)).isTrue();
    assertThatThrownBy(() -> Condition.parse("about 3")).hasMessageContaining("no condition");
  }
}
