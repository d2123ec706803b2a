package io.mallwatch.monitors.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.logs.LogStore;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private final Watched watched = new Watched();

  @Test
  void theSameAgainWithinHalfAnHourIsOneFindingAndLaterAnother() {
    watched.request("203.0.113.9", "/.env", 404);
    watched.pass(Duration.ofMinutes(20)).request("203.0.113.9", "/.env", 404);
    assertThat(watched.findings.list(_ -> true, 10))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.hits()).isEqualTo(2);
          assertThat(finding.id()).isEqualTo("SEC-000001");
          assertThat(finding.evidence())
              .extracting(Finding.Evidence::id)
              .containsExactly("e1", "e2");
          assertThat(Duration.between(finding.firstAt(), finding.lastAt())).hasMinutes(20);
        });
    watched.pass(Duration.ofMinutes(31)).request("203.0.113.9", "/.env", 404);
    assertThat(watched.findings.list(_ -> true, 10)).hasSize(2);
  }

  @Test
  void anOpenFindingIsASeriesUntilItIsAcknowledgedOrHalfAnHourHasPassed() {
    watched.request("203.0.113.9", "/p?id=1'+or+1=1", 200);
    assertThat(series()).containsEntry("security_finding_open WEB-1 high 203.0.113.9", 1.0);
    assertThat(series()).containsEntry("security_detections_total WEB-1 high ", 1.0);
    assertThat(series()).containsEntry("security_detections_total WEB-1 info ", 0.0);

    assertThat(watched.findings.acknowledge("SEC-000001", "li", "ours")).isPresent();
    assertThat(series()).doesNotContainKey("security_finding_open WEB-1 high 203.0.113.9");
    assertThat(watched.findings.acknowledge("SEC-000999", "li", "")).isEmpty();

    watched.request("203.0.113.8", "/p?id=1'+or+1=1", 200).pass(Duration.ofMinutes(31));
    assertThat(series().keySet()).noneMatch(name -> name.startsWith("security_finding_open"));
  }

  @Test
  void anAcknowledgedFindingThatBecomesGraverIsOpenAgain() {
    watched.request("203.0.113.9", "/p?id=1'+or+1=1", 404);
    watched.findings.acknowledge("SEC-000001", "li", "");
    watched.request("203.0.113.9", "/p?id=1'+or+1=1", 404);
    assertThat(watched.findings.find("SEC-000001").orElseThrow().acknowledged()).isNotNull();
    watched.request("203.0.113.9", "/p?id=1'+or+1=1", 200);

    assertThat(watched.findings.find("SEC-000001").orElseThrow().acknowledged()).isNull();
  }

  private Map<String, Double> series() {
    return watched.monitor.samples(watched.clock.instant()).series().stream()
        .collect(
            Collectors.toMap(
                one ->
                    String.join(
                        " ",
                        one.labels().metricName(),
                        one.labels().get("detection"),
                        one.labels().get("level"),
                        one.labels().get("subject")),
                one -> one.values()[0]));
  }

  @Test
  void findingsOutliveTheProcess() {
    watched.request("203.0.113.9", "/.env", 404);
    watched.findings.save();
    Findings later = new Findings(watched.kept, watched.clock);

    assertThat(later.find("SEC-000001")).isPresent();
    assertThat(later.lastByDetection()).containsOnlyKeys("WEB-5");
    later.add(
        new Findings.Hit(Catalogue.SCANNER, Level.WARNING, "x", "mall", watched.clock.instant()),
        List.of());
    assertThat(later.find("SEC-000002")).isPresent();
  }

  @Test
  void onlySoManyAreKept() {
    for (int i = 0; i < Findings.KEPT + 5; i++) {
      watched.request("h" + i, "/.env", 404);
    }
    assertThat(watched.findings.list(_ -> true, 10_000)).hasSize(Findings.KEPT);
    assertThat(watched.findings.find("SEC-000005")).isEmpty();
  }

  @Test
  void whoIsAllowedAndWhatIsDisabledIsNotFound() {
    Watched quiet = new Watched(List.of("10.1.0.0/16", "user:probe"), List.of("WEB-5"));
    quiet.request("10.1.2.3", "/p?id=1'+or+1=1", 200);
    quiet.request("10.2.0.1", "/.env", 200);
    for (int i = 0; i < 12; i++) {
      quiet.login("probe", "", false);
    }
    assertThat(quiet.found()).isEmpty();
    quiet.request("10.2.0.1", "/p?id=1'+or+1=1", 200);
    assertThat(quiet.found()).containsExactly("WEB-1 high 10.2.0.1");
    assertThatThrownBy(() -> new AllowList(List.of("10.0.0.0/99")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void entriesThatWereNotStoredAreNotLookedAt() {
    LogEntry entry =
        LogEntry.builder(watched.clock.instant(), LogLevel.INFO, "mall", "x")
            .data("url", "/.env")
            .data("ip", "203.0.113.9")
            .build();
    watched.monitor.stored("logs", List.of(entry), List.of(new LogStore.Appended("a", false)));

    assertThat(watched.found()).isEmpty();
  }

  @Test
  void fieldsOfTheElasticCommonSchemaAreUnderstood() {
    watched.entry(
        null,
        null,
        "",
        "source",
        Map.of("ip", "203.0.113.7"),
        "url",
        Map.of("original", "/?q=%3Cscript%3E"),
        "http",
        Map.of("response", Map.of("status_code", 200)));
    for (int i = 0; i < 10; i++) {
      watched.entry(
          null,
          null,
          "",
          "event.action",
          "user-login",
          "event.outcome",
          "failure",
          "user.name",
          "ann");
    }
    assertThat(watched.found()).containsExactly("WEB-2 high 203.0.113.7", "AUTH-1 warning ann");
  }

  @Test
  void everyDetectionSaysWhatItIsInBothLanguages() {
    assertThat(Catalogue.ALL).extracting(Detection::id).doesNotHaveDuplicates().hasSize(28);
    assertThat(Catalogue.ALL)
        .allSatisfy(detection -> {
          assertThat(detection.title().zh()).containsPattern("\\p{IsHan}");
          assertThat(detection.meaning().en()).hasSizeGreaterThan(20);
          assertThat(detection.levels()).isNotEmpty();
        });
  }
}
