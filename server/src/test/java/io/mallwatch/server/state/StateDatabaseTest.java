package io.mallwatch.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.notify.LedgerEntry;
import io.mallwatch.alerts.notify.NotificationLedger;
import io.mallwatch.alerts.notify.NotificationLog;
import io.mallwatch.alerts.silence.Silence;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.ops.incident.Handling;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.IncidentAlert;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.incident.TimelineEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDatabaseTest {

  private static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  @TempDir Path dir;

  private StateDatabase database;

  @BeforeEach
  void open() {
    database = StateDatabase.open(dir.resolve("state.db"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void reopen() {
    database.close();
    open();
  }

  @Test
  void silencesAreReplacedByIdAndSurvive() {
    Silence silence =
        new Silence(
            "a-1",
            List.of(
                Matcher.equal("alertname", "支付\"失败"),
                new Matcher(Matcher.Type.NOT_REGEX, "env", "dev|test")),
            NOW,
            NOW.plusSeconds(60),
            NOW,
            "王芳",
            "维护");
    new SqlSilences(database).save(silence);
    Silence longer =
        new Silence("a-1", silence.matchers(), NOW, NOW.plusSeconds(999), NOW, "王芳", "再久一点");
    new SqlSilences(database).save(longer);
    reopen();

    assertThat(new SqlSilences(database).load()).containsExactly(longer);
    new SqlSilences(database).delete(List.of("a-1", "b"));
    assertThat(new SqlSilences(database).load()).isEmpty();
  }

  @Test
  void heldAlertsAreOneForEqualLabels() {
    SqlHeldAlerts held = new SqlHeldAlerts(database);
    Alert first = alert(NOW.plusSeconds(60));
    Alert later = alert(NOW.plusSeconds(600));
    held.save(List.of(first));
    held.save(List.of(later));

    assertThat(held.load()).containsExactly(later);
    held.delete(List.of(first.labels()));
    assertThat(held.load()).isEmpty();
  }

  private static Alert alert(Instant endsAt) {
    return new Alert(
        Labels.of("alertname", "Low", "severity", "high"),
        Map.of("summary", "低"),
        NOW,
        endsAt,
        "http://x/metrics?query=up");
  }

  @Test
  void whatWasToldLastIsFoundAndOldEntriesArePurged() {
    SqlNotificationLog log = new SqlNotificationLog(database);
    NotificationLog.Entry entry =
        new NotificationLog.Entry("{}:{a}", "r", "webhook/0", NOW, Set.of("f1", "f2"), Set.of());
    log.record(entry);
    log.record(entry);

    assertThat(log.find("{}:{a}", "r", "webhook/0")).contains(entry);
    assertThat(log.find("{}:{a}", "r", "email/0")).isEmpty();
    log.purge(NOW.plusMillis(1));
    assertThat(log.find("{}:{a}", "r", "webhook/0")).isEmpty();
  }

  @Test
  void theLedgerGivesIdsAndFindsByAlertAndGroup() {
    SqlNotificationLedger ledger = new SqlNotificationLedger(database);
    LedgerEntry queued = ledger.append(entry("g1", "aaaa"));
    ledger.append(entry("g2", "bbbb"));

    assertThat(queued.id()).isEqualTo(1);
    assertThat(ledger.find(new NotificationLedger.Query("bbbb", List.of(), 10)))
        .extracting(LedgerEntry::groupKey)
        .containsExactly("g2");
    assertThat(ledger.find(new NotificationLedger.Query("", List.of("g1"), 10)))
        .containsExactly(queued);
    assertThat(ledger.find(new NotificationLedger.Query("", List.of(), 1)))
        .extracting(LedgerEntry::id)
        .containsExactly(2L);
  }

  private static LedgerEntry entry(String group, String fingerprint) {
    return new LedgerEntry(
        0,
        NOW,
        "email",
        "default",
        "ops@mall",
        LedgerEntry.State.QUEUED,
        0,
        "",
        "msg-1",
        group,
        List.of("Low"),
        List.of(fingerprint),
        "firing",
        "🚨");
  }

  @Test
  void incidentsAndTheirTimelinesSurvive() {
    SqlIncidents incidents = new SqlIncidents(database);
    assertThat(incidents.nextNumber()).isEqualTo(1);
    Incident open =
        new Incident(
            1,
            "交易成功率过低",
            Priority.P1,
            Incident.State.ACKNOWLEDGED,
            NOW,
            NOW.plusSeconds(5),
            "王芳",
            null,
            "g",
            List.of(
                new IncidentAlert(
                    "ff", Labels.of("alertname", "Low"), Map.of("summary", "低"), NOW, null, "u"),
                new IncidentAlert("ee", Labels.of("alertname", "L2"), Map.of(), NOW, NOW, "")),
            new Handling("王芳", List.of("李雷", "韩梅"), NOW.plusSeconds(60), 7, 2));
    TimelineEvent event =
        new TimelineEvent(NOW, TimelineEvent.Kind.NOTE, "王芳", "在看", "looking", Map.of("k", "v"));
    incidents.save(open, List.of(event));
    incidents.save(open, List.of(event));
    reopen();
    incidents = new SqlIncidents(database);

    assertThat(incidents.find(1)).contains(open);
    assertThat(incidents.lastOfGroup("g")).contains(open);
    assertThat(incidents.openedBetween(NOW, NOW.plusSeconds(1), 10)).containsExactly(open);
    assertThat(incidents.openedBetween(NOW.plusSeconds(1), NOW.plusSeconds(2), 10)).isEmpty();
    assertThat(incidents.list(true, false, 10)).containsExactly(open);
    assertThat(incidents.list(false, true, 10)).isEmpty();
    assertThat(incidents.timeline(1)).containsExactly(event, event);
    assertThat(incidents.nextNumber()).isEqualTo(2);
  }

  @Test
  void itTellsWhetherItIsUp() {
    assertThat(database.isUp()).isTrue();
  }
}
