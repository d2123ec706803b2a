package io.mallwatch.server.view;

import io.mallwatch.doors.api.OverviewView;
import io.mallwatch.doors.api.incident.IncidentsView;
import io.mallwatch.monitors.business.BaselineModel.BaselinePoint;
import io.mallwatch.monitors.business.BusinessFigure;
import io.mallwatch.monitors.business.BusinessMonitor;
import io.mallwatch.monitors.business.BusinessOverview;
import io.mallwatch.monitors.business.HealthScore;
import io.mallwatch.monitors.business.SeriesLine;
import io.mallwatch.monitors.log.SourceFreshness;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The overview for the console.
public final class Business implements OverviewView {

  private static final int MOST_INCIDENTS = 20;

  private final BusinessMonitor monitor;
  private final SourceFreshness freshness;
  private final IncidentsView incidents;
  private final boolean demo;
  private final InstantSource clock;

  public Business(
      BusinessMonitor monitor,
      SourceFreshness freshness,
      IncidentsView incidents,
      boolean demo,
      InstantSource clock) {
    this.monitor = monitor;
    this.freshness = freshness;
    this.incidents = incidents;
    this.demo = demo;
    this.clock = clock;
  }

  @Override
  public Overview overview(@Nullable Instant at) {
    Instant now = clock.instant();
    BusinessOverview business = monitor.overview(at == null ? now : at);
    return new Overview(
        business.at(),
        demo,
        score(business.score()),
        business.figures().stream().map(Business::figure).toList(),
        new Orders(points(business.orders()), band(business.ordersBaseline()), business.learning()),
        business.levels().entrySet().stream()
            .map(level -> new LevelCount(level.getKey(), Math.round(level.getValue())))
            .toList(),
        new Upgrades(
            business.upgradeAttempts() == null ? 0 : Math.round(business.upgradeAttempts()),
            business.upgradeSuccess()),
        new PointsFlow(
            business.points().recharge(),
            business.points().transfer(),
            business.points().withdraw(),
            business.points().transferSuccess()),
        freshness.sources(now).stream().map(Business::freshness).toList(),
        gravestFirst(incidents.list(IncidentsView.Filter.OPEN, MOST_INCIDENTS)));
  }

  private static List<IncidentsView.Summary> gravestFirst(List<IncidentsView.Summary> open) {
    return open.stream()
        .sorted(
            Comparator.comparing(IncidentsView.Summary::priority)
                .thenComparing(IncidentsView.Summary::openedAt))
        .toList();
  }

  private static Score score(HealthScore score) {
    return new Score(
        score.overall(),
        score.level().text(),
        score.confidence(),
        score.cappedBy(),
        score.parts().stream().map(Business::part).toList(),
        score.recommendations().stream().map(Business::recommendation).toList());
  }

  private static Part part(HealthScore.PartScore part) {
    return new Part(
        part.part().id(),
        part.part().weight(),
        part.score(),
        part.contribution(),
        part.indicators().stream()
            .map(score ->
                new Indicator(
                    score.indicator().id(),
                    score.value(),
                    score.indicator().unit(),
                    score.indicator().bad(),
                    score.indicator().good(),
                    score.score(),
                    score.query()))
            .toList());
  }

  private static Recommendation recommendation(HealthScore.Recommendation recommendation) {
    HealthScore.IndicatorScore score = recommendation.indicator();
    return new Recommendation(
        score.indicator().id(),
        recommendation.gain(),
        new IncidentsView.Bilingual(score.indicator().adviceZh(), score.indicator().adviceEn()),
        "/metrics?query="
            + URLEncoder.encode(score.query(), StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private static Figure figure(BusinessFigure figure) {
    return new Figure(
        figure.id(),
        figure.value(),
        figure.unit(),
        figure.previous(),
        "up",
        figure.query(),
        points(figure.points()),
        points(figure.previousPoints()));
  }

  private static List<double[]> points(SeriesLine line) {
    List<double[]> points = new ArrayList<>(line.size());
    for (int i = 0; i < line.size(); i++) {
      points.add(new double[] {line.timestampsMillis()[i], line.values()[i]});
    }
    return points;
  }

  private static List<double[]> band(List<BaselinePoint> band) {
    return band.stream()
        .map(point ->
            new double[] {
              point.timestampMillis(),
              point.band().lower(),
              point.band().median(),
              point.band().upper()
            })
        .toList();
  }

  private static Freshness freshness(SourceFreshness.Source source) {
    return new Freshness(
        source.name(),
        source.kind().text(),
        source.lastSeen(),
        source.age().toMillis() / 1000.0,
        source.state().text());
  }
}
