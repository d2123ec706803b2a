package io.mallwatch.doors.api;

import io.mallwatch.doors.api.alert.AlertsView;
import io.mallwatch.doors.api.alert.NotificationsView;
import io.mallwatch.doors.api.incident.IncidentsView;
import io.mallwatch.ops.incident.Change;
import io.mallwatch.ops.incident.IncidentReport;
import io.mallwatch.ops.incident.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mall with one incident, as the console's resources see it.
final class FakeMall implements IncidentsView, OverviewView, NotificationsView {

  static final Instant NOW = Instant.parse("2026-11-02T02:00:00Z");

  String lastChange = "";
  @Nullable Instant overviewAt;

  private static final Summary SUMMARY =
      new Summary(
          "INC-000012",
          12,
          "交易成功率过低",
          "P0",
          "triggered",
          NOW,
          null,
          null,
          null,
          NOW.plusSeconds(300),
          NOW.plusSeconds(1800),
          false,
          false,
          List.of("TransactionSuccessRateLow"),
          2,
          "alert",
          new Held("王芳", List.of("李雷"), null, null, 0, false, 8412.5, 841.25));

  private static final Links LINKS =
      new Links("/metrics?query=up", "/logs?q=level:error", "/traces?errors=true");

  private static Detail detail() {
    return new Detail(
        SUMMARY,
        List.of(
            new IncidentAlert(
                "97dcf31b2e78012f",
                "TransactionSuccessRateLow",
                Map.of("severity", "critical"),
                Map.of("summary", "低"),
                NOW,
                null,
                "firing",
                "ratio < 0.95",
                LINKS)),
        List.of(
            new Event(
                NOW, "opened", "system", new Bilingual("已创建", "Opened"), Map.of("value", 0.81))));
  }

  @Override
  public List<Summary> list(Filter filter, int limit) {
    lastChange = "list %s %d".formatted(filter, limit);
    return filter == Filter.RESOLVED ? List.of() : List.of(SUMMARY);
  }

  @Override
  public Optional<Detail> find(String id) {
    return id.equals(SUMMARY.id()) ? Optional.of(detail()) : Optional.empty();
  }

  @Override
  public Detail open(String title, String priority, String note, String by) {
    lastChange = "open %s %s '%s' '%s'".formatted(title, priority, note, by);
    return detail();
  }

  @Override
  public Optional<Detail> change(String id, String by, Change change) {
    lastChange =
        switch (change) {
          case Change.Acknowledge() -> "acknowledge " + by;
          case Change.Resolve(String note) -> "resolve %s '%s'".formatted(by, note);
          case Change.Note(String text) -> "note %s %s".formatted(by, text);
          default -> change + " " + by;
        };
    return find(id);
  }

  @Override
  public IncidentReport report(Instant from, Instant until) {
    lastChange = "report %s %s".formatted(from, until);
    IncidentReport.Figures figures = new IncidentReport.Figures(2, 1, 1, 120.0, null, 0, 1);
    return new IncidentReport(
        from,
        until,
        figures,
        Map.of(Priority.P1, figures),
        Map.of("pay", figures),
        List.of(new IncidentReport.RuleNoise("Noisy", 9, 8, 7, 3)));
  }

  @Override
  public Optional<String> postmortem(String id, boolean chinese) {
    return find(id).map(_ -> chinese ? "# 复盘" : "# Post-mortem");
  }

  @Override
  public Optional<Bundle> bundle(String id) {
    return find(id).map(_ -> new Bundle(id + ".zip", new byte[] {'P', 'K'}));
  }

  @Override
  public Overview overview(@Nullable Instant at) {
    overviewAt = at;
    Indicator payment =
        new Indicator("paymentSuccess", 0.987, "ratio", 0.95, 0.99, 0.925, "sum(up)");
    Indicator unknown = new Indicator("orders", null, "count", 0, 10, null, "x");
    return new Overview(
        NOW,
        true,
        new Score(
            0.82,
            "good",
            0.93,
            null,
            List.of(new Part("transactionHealth", 0.3, 0.76, 0.228, List.of(payment, unknown))),
            List.of(
                new Recommendation(
                    "paymentSuccess", 0.05, new Bilingual("查支付", "Look at payments"), "/metrics"))),
        List.of(
            new Figure(
                "gmv",
                1_284_000.5,
                "yuan",
                null,
                "up",
                "sum(x)",
                List.of(new double[] {NOW.toEpochMilli(), 12.5}),
                List.of(new double[] {NOW.toEpochMilli(), Double.NaN}))),
        new Orders(
            List.of(new double[] {NOW.toEpochMilli(), 3}),
            List.of(new double[] {NOW.toEpochMilli(), 1, 2, 4}),
            false),
        List.of(new LevelCount("vip", 41201)),
        new Upgrades(120, 0.97),
        new PointsFlow(10.0, 20.0, null, Double.NaN),
        List.of(new Freshness("sample-mall metrics", "metrics", NOW, 3.2, "fresh")),
        List.of(SUMMARY));
  }

  @Override
  public List<NotificationsView.Row> find(String fingerprint, String incident, int limit) {
    lastChange = "notifications '%s' '%s' %d".formatted(fingerprint, incident, limit);
    return List.of(
        new NotificationsView.Row(
            1,
            NOW,
            "email",
            "critical",
            "ops@example.com",
            "sent",
            1,
            "",
            "msg-1",
            "{}:{alertname=\"A\"}",
            List.of("A"),
            "firing",
            "[FIRING] A"));
  }

  static List<AlertsView.Row> alerts() {
    return List.of(
        new AlertsView.Row(
            "97dcf31b2e78012f",
            "TransactionSuccessRateLow",
            "critical",
            "firing",
            false,
            NOW,
            Map.of("severity", "critical"),
            Map.of(),
            0.81,
            "ratio < 0.95",
            "mall",
            "INC-000012",
            LINKS,
            60),
        new AlertsView.Row(
            "0000000000000001",
            "B",
            "",
            "pending",
            true,
            NOW,
            Map.of(),
            Map.of(),
            null,
            "",
            "mall",
            null,
            LINKS,
            0));
  }

  static StatusView.Status status() {
    return new StatusView.Status(
        "0.1.0",
        NOW.minusSeconds(60),
        NOW,
        true,
        "Asia/Shanghai",
        null,
        Map.of("metrics", "tsdb"),
        List.of("metrics: replayed 12,000 samples"),
        new StatusView.Counts(1, 1));
  }
}
