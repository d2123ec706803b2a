package io.mallwatch.alerts.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.config.AlertmanagerYaml;
import io.mallwatch.model.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

  private static final Route ROOT =
      AlertmanagerYaml.parse(
              Path.of("am.yml"),
              """
              route:
                receiver: base
                group_by: [alertname]
                group_wait: 5s
                routes:
                  - matchers: [severity="critical"]
                    receiver: pager
                    continue: true
                    group_by: ['...']
                  - match: {team: finance}
                    receiver: money
                    repeat_interval: 1h
                    routes:
                      - match_re: {severity: high|critical}
                        receiver: boss
                  - matchers: ['severity=~"critical|high"', 'team!="dev"']
                    receiver: ops
              receivers: [{name: base}, {name: pager}, {name: money}, {name: boss}, {name: ops}]
              """)
          .root();

  @ParameterizedTest
  @CsvSource({
    "info, x, base",
    "critical, x, pager ops",
    "critical, finance, pager boss",
    "info, finance, money",
    "high, x, ops",
    "high, dev, base",
  })
  void anAlertStaysAtTheDeepestNodesThatTakeIt(String severity, String team, String receivers) {
    List<Route> matched = ROOT.match(Labels.of("severity", severity, "team", team));

    assertThat(matched)
        .extracting(route -> route.options().receiver())
        .containsExactly(receivers.split(" "));
  }

  @Test
  void nodesInheritWhatTheyDoNotSay() {
    Route boss = ROOT.match(Labels.of("severity", "high", "team", "finance")).getFirst();

    assertThat(boss.options().groupWait()).isEqualTo(Duration.ofSeconds(5));
    assertThat(boss.options().repeatInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(boss.options().groupInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(boss.key()).isEqualTo("{}/{team=\"finance\"}/{severity=~\"high|critical\"}");
    assertThat(ROOT.key()).isEqualTo("{}");
    assertThat(ROOT.receivers()).containsExactlyInAnyOrder("base", "pager", "money", "boss", "ops");
  }

  @Test
  void groupLabelsAreThoseOfGroupByOrAll() {
    Labels labels = Labels.of("alertname", "Down", "severity", "critical");

    assertThat(ROOT.groupLabels(labels)).isEqualTo(Labels.of("alertname", "Down"));
    assertThat(ROOT.match(labels).getFirst().groupLabels(labels)).isEqualTo(labels);
  }

  @ParameterizedTest
  @CsvSource({
    "nights, 2026-11-02T14:00:00Z, true",
    "nights, 2026-11-02T13:59:59Z, false",
    "nights, 2026-11-02T16:00:00Z, true",
    "nights, 2026-11-03T00:00:00Z, false",
    "weekend, 2026-11-01T03:00:00Z, true",
    "weekend, 2026-11-02T03:00:00Z, false",
    "month-end, 2026-11-30T00:00:00Z, true",
    "month-end, 2026-11-29T00:00:00Z, true",
    "month-end, 2026-11-28T00:00:00Z, false",
    "month-end, 2026-02-28T00:00:00Z, true",
    "double-eleven, 2026-11-11T00:00:00Z, true",
    "double-eleven, 2026-12-11T00:00:00Z, false",
    "double-eleven, 2027-11-11T00:00:00Z, false",
    "all-month, 2026-02-28T00:00:00Z, true",
  })
  void timeIntervalsContainTheirMoments(String name, String at, boolean inside) {
    Map<String, List<TimeInterval>> intervals =
        AlertmanagerYaml.parse(
                Path.of("am.yml"),
                """
                route: {receiver: base}
                receivers: [{name: base}]
                time_intervals:
                  - name: nights
                    time_intervals:
                      - times: [{start_time: "22:00", end_time: "24:00"}, {start_time: "00:00", end_time: "08:00"}]
                        location: Asia/Shanghai
                  - name: weekend
                    time_intervals: [{weekdays: ['saturday', 'sunday']}]
                  - name: month-end
                    time_intervals: [{days_of_month: ['-2:-1']}]
                  - name: double-eleven
                    time_intervals: [{days_of_month: ['11'], months: ['november'], years: ['2026']}]
                  - name: all-month
                    time_intervals: [{days_of_month: ['1:31'], months: ['1:3'], weekdays: ['monday:saturday']}]
                """)
            .intervals();

    assertThat(intervals.getOrDefault(name, List.of()).getFirst().contains(Instant.parse(at)))
        .isEqualTo(inside);
  }
}
