package io.mallwatch.doors.api.incident;

import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.ops.incident.IncidentReport;
import io.mallwatch.ops.incident.Priority;
import java.util.LinkedHashMap;
import java.util.Map;

/// How incidents are written.
public final class IncidentShapes {

  public static final Shape<IncidentsView.Links> LINKS =
      Shape.<IncidentsView.Links>object("Links")
          .field("metric", Shape.STRING, IncidentsView.Links::metric)
          .field("logs", Shape.STRING, IncidentsView.Links::logs)
          .field("traces", Shape.STRING, IncidentsView.Links::traces);

  public static final Shape<IncidentsView.Bilingual> BILINGUAL =
      Shape.<IncidentsView.Bilingual>object("Bilingual")
          .field("zh", Shape.STRING, IncidentsView.Bilingual::zh)
          .field("en", Shape.STRING, IncidentsView.Bilingual::en);

  public static final Shape.ObjectShape<IncidentsView.Summary> SUMMARY =
      Shape.<IncidentsView.Summary>object("IncidentSummary")
          .field("id", Shape.STRING, IncidentsView.Summary::id)
          .field("number", Shape.INTEGER, IncidentsView.Summary::number)
          .field("title", Shape.STRING, IncidentsView.Summary::title)
          .field("priority", Shape.oneOf("P0", "P1", "P2", "P3"), IncidentsView.Summary::priority)
          .field(
              "state",
              Shape.oneOf("triggered", "acknowledged", "resolved"),
              IncidentsView.Summary::state)
          .field("openedAt", Shape.INSTANT, IncidentsView.Summary::openedAt)
          .optional("acknowledgedAt", Shape.INSTANT, IncidentsView.Summary::acknowledgedAt)
          .optional("acknowledgedBy", Shape.STRING, IncidentsView.Summary::acknowledgedBy)
          .optional("resolvedAt", Shape.INSTANT, IncidentsView.Summary::resolvedAt)
          .field("responseDue", Shape.INSTANT, IncidentsView.Summary::responseDue)
          .field("resolutionDue", Shape.INSTANT, IncidentsView.Summary::resolutionDue)
          .field("responseBreached", Shape.BOOLEAN, IncidentsView.Summary::responseBreached)
          .field("resolutionBreached", Shape.BOOLEAN, IncidentsView.Summary::resolutionBreached)
          .field("alertNames", Shape.list(Shape.STRING), IncidentsView.Summary::alertNames)
          .field("alertCount", Shape.INTEGER, IncidentsView.Summary::alertCount)
          .field("source", Shape.oneOf("alert", "manual"), IncidentsView.Summary::source)
          .optional("assignee", Shape.STRING, one -> one.held().assignee())
          .field("responders", Shape.list(Shape.STRING), one -> one.held().responders())
          .optional("snoozedUntil", Shape.INSTANT, one -> one.held().snoozedUntil())
          .optional("mergedInto", Shape.STRING, one -> one.held().mergedInto())
          .field("reopens", Shape.INTEGER, one -> one.held().reopens())
          .field("flapping", Shape.BOOLEAN, one -> one.held().flapping())
          .optional("lost", Shape.NUMBER, one -> one.held().lost())
          .optional("lostPerMinute", Shape.NUMBER, one -> one.held().lostPerMinute());

  private static final Shape<IncidentsView.IncidentAlert> ALERT =
      Shape.<IncidentsView.IncidentAlert>object("IncidentAlert")
          .field("fingerprint", Shape.STRING, IncidentsView.IncidentAlert::fingerprint)
          .field("name", Shape.STRING, IncidentsView.IncidentAlert::name)
          .field("labels", Shape.map(Shape.STRING), IncidentsView.IncidentAlert::labels)
          .field("annotations", Shape.map(Shape.STRING), IncidentsView.IncidentAlert::annotations)
          .field("startsAt", Shape.INSTANT, IncidentsView.IncidentAlert::startsAt)
          .optional("endsAt", Shape.INSTANT, IncidentsView.IncidentAlert::endsAt)
          .field("state", Shape.oneOf("firing", "resolved"), IncidentsView.IncidentAlert::state)
          .field("expr", Shape.STRING, IncidentsView.IncidentAlert::expr)
          .field("links", LINKS, IncidentsView.IncidentAlert::links);

  private static final Shape<IncidentsView.Event> EVENT =
      Shape.<IncidentsView.Event>object("IncidentEvent")
          .field("at", Shape.INSTANT, IncidentsView.Event::at)
          .field("kind", Shape.STRING, IncidentsView.Event::kind)
          .field("by", Shape.STRING, IncidentsView.Event::by)
          .field("text", BILINGUAL, IncidentsView.Event::text)
          .field("data", Shape.FREE, IncidentsView.Event::data);

  private static final Shape<IncidentReport.Figures> FIGURES =
      Shape.<IncidentReport.Figures>object("IncidentFigures")
          .field("incidents", Shape.INTEGER, IncidentReport.Figures::incidents)
          .field("acknowledged", Shape.INTEGER, IncidentReport.Figures::acknowledged)
          .field("resolved", Shape.INTEGER, IncidentReport.Figures::resolved)
          .optional(
              "meanSecondsToAcknowledge",
              Shape.NUMBER,
              IncidentReport.Figures::meanSecondsToAcknowledge)
          .optional(
              "meanSecondsToResolve", Shape.NUMBER, IncidentReport.Figures::meanSecondsToResolve)
          .field("responseBreaches", Shape.INTEGER, IncidentReport.Figures::responseBreaches)
          .field("resolutionBreaches", Shape.INTEGER, IncidentReport.Figures::resolutionBreaches);

  private static final Shape<IncidentReport.RuleNoise> NOISE =
      Shape.<IncidentReport.RuleNoise>object("RuleNoise")
          .field("rule", Shape.STRING, IncidentReport.RuleNoise::rule)
          .field("incidents", Shape.INTEGER, IncidentReport.RuleNoise::incidents)
          .field("neverAcknowledged", Shape.INTEGER, IncidentReport.RuleNoise::neverAcknowledged)
          .field("shortLived", Shape.INTEGER, IncidentReport.RuleNoise::shortLived)
          .field("reopened", Shape.INTEGER, IncidentReport.RuleNoise::reopened);

  static final Shape<IncidentReport> REPORT =
      Shape.<IncidentReport>object("IncidentReport")
          .field("from", Shape.INSTANT, IncidentReport::from)
          .field("until", Shape.INSTANT, IncidentReport::until)
          .field("all", FIGURES, IncidentReport::all)
          .field("byPriority", Shape.map(FIGURES), report -> named(report.byPriority()))
          .field("byService", Shape.map(FIGURES), IncidentReport::byService)
          .field("rules", Shape.list(NOISE), IncidentReport::rules);

  public static final Shape<IncidentsView.Detail> DETAIL =
      SUMMARY
          .<IncidentsView.Detail>extend("IncidentDetail", IncidentsView.Detail::summary)
          .field("alerts", Shape.list(ALERT), IncidentsView.Detail::alerts)
          .field("timeline", Shape.list(EVENT), IncidentsView.Detail::timeline);

  private IncidentShapes() {}

  private static Map<String, IncidentReport.Figures> named(
      Map<Priority, IncidentReport.Figures> byPriority) {
    Map<String, IncidentReport.Figures> named = new LinkedHashMap<>();
    byPriority.forEach((priority, figures) -> named.put(priority.name(), figures));
    return named;
  }
}
