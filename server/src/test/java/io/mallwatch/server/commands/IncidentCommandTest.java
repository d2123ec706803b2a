package io.mallwatch.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentCommandTest {

  private static Map<?, ?> json(String text) {
    return Api.map(Json.tree(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anIncidentIsALineAndItsTimelineBelow() {
    Map<?, ?> incident =
        json(
            """
            {"id":"INC-000003","priority":"P1","state":"triggered","title":"支付慢","assignee":"李雷",
             "openedAt":"a","responseDue":"b","resolutionDue":"c",
             "timeline":[{"at":"t","kind":"note","text":{"zh":"在看","en":"looking"}}]}
            """);

    assertThat(IncidentCommand.detail(incident))
        .containsExactly(
            "INC-000003  P1  triggered     支付慢  (李雷)",
            "opened a, answer by b, resolve by c",
            "  t  note            在看");
  }

  @Test
  void theReportTellsMeansInMinutes() {
    String figures =
        """
        {"incidents":2,"meanSecondsToAcknowledge":90,"meanSecondsToResolve":null,
         "responseBreaches":1,"resolutionBreaches":0}
        """;
    List<String> lines =
        IncidentCommand.report(
            json(
                "{\"all\":%s,\"byPriority\":{\"P1\":%s},\"rules\":[{\"rule\":\"Noisy\",\"incidents\":9,\"shortLived\":7,\"neverAcknowledged\":8,\"reopened\":3}]}"
                    .formatted(figures, figures)));

    assertThat(lines)
        .containsExactly(
            "all       2 incidents, MTTA 1.5 min, MTTR -, answered late 1, resolved late 0",
            "P1        2 incidents, MTTA 1.5 min, MTTR -, answered late 1, resolved late 0",
            "Noisy: 9 incidents, 7 over within 5 min, 8 never acknowledged, 3 reopened");
  }

  @Test
  void aGapOnCallIsSaidAloud() {
    assertThat(
            OnCallCommand.who(
                json(
                    """
                    {"onDuty":[{"name":"主值班","personName":null,"until":"u","next":"李雷"}],
                     "gaps":[{"schedule":"primary","from":"a","until":"b"}]}
                    """)))
        .containsExactly("主值班: NOBODY until u, then 李雷", "gap in primary from a until b");
    assertThat(OnCallCommand.who(Map.of())).containsExactly("there is no plan");
  }
}
