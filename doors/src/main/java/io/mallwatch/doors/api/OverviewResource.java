package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.doors.api.incident.IncidentShapes;
import java.util.List;

/// `/api/overview`: the mall at a glance.
final class OverviewResource {

  private static final Shape<List<double[]>> POINTS = Shape.list(Shape.NUMBERS);

  private static final Shape<OverviewView.Indicator> INDICATOR =
      Shape.<OverviewView.Indicator>object("Indicator")
          .field("id", Shape.STRING, OverviewView.Indicator::id)
          .optional("value", Shape.NUMBER, OverviewView.Indicator::value)
          .field("unit", Shape.oneOf("ratio", "seconds", "count"), OverviewView.Indicator::unit)
          .field("bad", Shape.NUMBER, OverviewView.Indicator::bad)
          .field("good", Shape.NUMBER, OverviewView.Indicator::good)
          .optional("score", Shape.NUMBER, OverviewView.Indicator::score)
          .field("query", Shape.STRING, OverviewView.Indicator::query);

  private static final Shape<OverviewView.Part> PART =
      Shape.<OverviewView.Part>object("ScorePart")
          .field("id", Shape.STRING, OverviewView.Part::id)
          .field("weight", Shape.NUMBER, OverviewView.Part::weight)
          .optional("score", Shape.NUMBER, OverviewView.Part::score)
          .field("contribution", Shape.NUMBER, OverviewView.Part::contribution)
          .field("indicators", Shape.list(INDICATOR), OverviewView.Part::indicators);

  private static final Shape<OverviewView.Recommendation> RECOMMENDATION =
      Shape.<OverviewView.Recommendation>object("Recommendation")
          .field("id", Shape.STRING, OverviewView.Recommendation::id)
          .field("gain", Shape.NUMBER, OverviewView.Recommendation::gain)
          .field("text", IncidentShapes.BILINGUAL, OverviewView.Recommendation::text)
          .field("link", Shape.STRING, OverviewView.Recommendation::link);

  private static final Shape<OverviewView.Score> SCORE =
      Shape.<OverviewView.Score>object("Score")
          .optional("overall", Shape.NUMBER, OverviewView.Score::overall)
          .field(
              "level",
              Shape.oneOf("excellent", "good", "warning", "critical", "unknown"),
              OverviewView.Score::level)
          .field("confidence", Shape.NUMBER, OverviewView.Score::confidence)
          .optional("cappedBy", Shape.STRING, OverviewView.Score::cappedBy)
          .field("parts", Shape.list(PART), OverviewView.Score::parts)
          .field(
              "recommendations", Shape.list(RECOMMENDATION), OverviewView.Score::recommendations);

  private static final Shape<OverviewView.Figure> FIGURE =
      Shape.<OverviewView.Figure>object("Figure")
          .field("id", Shape.STRING, OverviewView.Figure::id)
          .optional("value", Shape.NUMBER, OverviewView.Figure::value)
          .field("unit", Shape.oneOf("yuan", "count", "ratio"), OverviewView.Figure::unit)
          .optional("previous", Shape.NUMBER, OverviewView.Figure::previous)
          .field("goodWhen", Shape.oneOf("up", "down"), OverviewView.Figure::goodWhen)
          .field("query", Shape.STRING, OverviewView.Figure::query)
          .field("points", POINTS, OverviewView.Figure::points)
          .field("previousPoints", POINTS, OverviewView.Figure::previousPoints);

  private static final Shape<OverviewView.Orders> ORDERS =
      Shape.<OverviewView.Orders>object("Orders")
          .field("points", POINTS, OverviewView.Orders::points)
          .field("baseline", POINTS, OverviewView.Orders::baseline)
          .field("learning", Shape.BOOLEAN, OverviewView.Orders::learning);

  private static final Shape<OverviewView.LevelCount> LEVEL =
      Shape.<OverviewView.LevelCount>object("LevelCount")
          .field("level", Shape.STRING, OverviewView.LevelCount::level)
          .field("count", Shape.LONG, OverviewView.LevelCount::count);

  private static final Shape<OverviewView.Upgrades> UPGRADES =
      Shape.<OverviewView.Upgrades>object("Upgrades")
          .field("attempts24h", Shape.LONG, OverviewView.Upgrades::attempts24h)
          .optional("successRate24h", Shape.NUMBER, OverviewView.Upgrades::successRate24h);

  private static final Shape<OverviewView.PointsFlow> POINTS_FLOW =
      Shape.<OverviewView.PointsFlow>object("PointsFlow")
          .optional("recharge24h", Shape.NUMBER, OverviewView.PointsFlow::recharge24h)
          .optional("transfer24h", Shape.NUMBER, OverviewView.PointsFlow::transfer24h)
          .optional("withdraw24h", Shape.NUMBER, OverviewView.PointsFlow::withdraw24h)
          .optional(
              "transferSuccess24h", Shape.NUMBER, OverviewView.PointsFlow::transferSuccess24h);

  private static final Shape<OverviewView.Freshness> FRESHNESS =
      Shape.<OverviewView.Freshness>object("Freshness")
          .field("source", Shape.STRING, OverviewView.Freshness::source)
          .field(
              "kind",
              Shape.oneOf("metrics", "logs", "traces", "database"),
              OverviewView.Freshness::kind)
          .optional("lastSeen", Shape.INSTANT, OverviewView.Freshness::lastSeen)
          .optional("ageSeconds", Shape.NUMBER, OverviewView.Freshness::ageSeconds)
          .field("state", Shape.oneOf("fresh", "late", "silent"), OverviewView.Freshness::state);

  private static final Shape<OverviewView.Overview> OVERVIEW =
      Shape.<OverviewView.Overview>object("Overview")
          .field("asOf", Shape.INSTANT, OverviewView.Overview::asOf)
          .field("demo", Shape.BOOLEAN, OverviewView.Overview::demo)
          .field("score", SCORE, OverviewView.Overview::score)
          .field("figures", Shape.list(FIGURE), OverviewView.Overview::figures)
          .field("orders", ORDERS, OverviewView.Overview::orders)
          .field("levels", Shape.list(LEVEL), OverviewView.Overview::levels)
          .field("upgrades", UPGRADES, OverviewView.Overview::upgrades)
          .field("points", POINTS_FLOW, OverviewView.Overview::points)
          .field("freshness", Shape.list(FRESHNESS), OverviewView.Overview::freshness)
          .field("incidents", Shape.list(IncidentShapes.SUMMARY), OverviewView.Overview::incidents);

  private final OverviewView overview;

  OverviewResource(OverviewView overview) {
    this.overview = overview;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/overview",
            "Health score, main figures, orders against their baseline, freshness, incidents.",
            List.of(Parameter.optional("at", "As of this time, RFC 3339; default now.")),
            OVERVIEW,
            call -> overview.overview(ApiParams.time(call, "at").orElse(null))));
  }
}
