package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.Shape;

/// How incidents are written.
final class IncidentShapes {

  static final Shape<IncidentsView.Links> LINKS =
      Shape.<IncidentsView.Links>object("Links")
          .field("metric", Shape.STRING, IncidentsView.Links::metric)
          .field("logs", Shape.STRING, IncidentsView.Links::logs)
          .field("traces", Shape.STRING, IncidentsView.Links::traces);

  static final Shape<IncidentsView.Bilingual> BILINGUAL =
      Shape.<IncidentsView.Bilingual>object("Bilingual")
          .field("zh", Shape.STRING, IncidentsView.Bilingual::zh)
          .field("en", Shape.STRING, IncidentsView.Bilingual::en);

  static final Shape.ObjectShape<IncidentsView.Summary> SUMMARY =
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
          .field("source", Shape.oneOf("alert", "manual"), IncidentsView.Summary::source);

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

  static final Shape<IncidentsView.Detail> DETAIL =
      SUMMARY
          .<IncidentsView.Detail>extend("IncidentDetail", IncidentsView.Detail::summary)
          .field("alerts", Shape.list(ALERT), IncidentsView.Detail::alerts)
          .field("timeline", Shape.list(EVENT), IncidentsView.Detail::timeline);

  private IncidentShapes() {}
}
