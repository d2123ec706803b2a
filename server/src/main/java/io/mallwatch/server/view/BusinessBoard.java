package io.mallwatch.server.view;

import io.mallwatch.doors.api.business.BusinessView;
import io.mallwatch.monitors.business.CostMeter;
import io.mallwatch.monitors.business.Forecast;
import io.mallwatch.monitors.business.figure.FigureBoard;
import io.mallwatch.monitors.business.figure.Reading;
import io.mallwatch.monitors.business.figure.Words;
import io.mallwatch.monitors.business.ledger.Finding;
import io.mallwatch.monitors.business.ledger.LedgerBook;
import io.mallwatch.monitors.business.ledger.LedgerGuard;
import io.mallwatch.monitors.business.mall.MallDatabase;
import io.mallwatch.monitors.business.slo.Slo;
import io.mallwatch.monitors.business.slo.SloBoard;
import io.mallwatch.ops.incident.Incident;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The business in figures, for the console.
public final class BusinessBoard implements BusinessView {

  private static final int MOST_BREACHES = 50;

  private static final Text FORMULA =
      new Text(
          "损失 = 预期 − 实际（实际低于下限时）；预期 = 前 5 周同时段成交额的中位数 × 增长系数（故障前 24 小时与往周同期之比，0.5 至 3）；"
              + "下限 = 预期 − max(3 × 1.4826 × MAD, 10%)",
          "loss = expected − actual, where actual is below the band; expected = median turnover of"
              + " the same hours in the 5 weeks before × growth (the 24 h before the trouble over"
              + " those of earlier weeks, 0.5 to 3); band = max(3 × 1.4826 × MAD, 10 %)");

  private final Parts parts;
  private final Function<String, Optional<Incident>> incidents;
  private final InstantSource clock;

  /// What it shows.
  public record Parts(
      MallDatabase database,
      FigureBoard figures,
      LedgerGuard ledger,
      CostMeter costs,
      SloBoard slos,
      Forecast forecast) {}

  /// @param incidents finds one by its id
  public BusinessBoard(
      Parts parts, Function<String, Optional<Incident>> incidents, InstantSource clock) {
    this.parts = parts;
    this.incidents = incidents;
    this.clock = clock;
  }

  @Override
  public Board figures(@Nullable Instant at) {
    Instant now = clock.instant();
    Instant asOf = at == null ? now : at;
    List<FigureBoard.Shown> shown = parts.figures().figures(asOf, now);
    return new Board(asOf, database(), shown.stream().map(BusinessBoard::figure).toList());
  }

  private Database database() {
    Instant asked = parts.figures().lastAsked();
    return new Database(
        parts.database().isConfigured(),
        parts.database().description(),
        asked.equals(Instant.EPOCH) ? null : asked,
        parts.figures().isAnswered());
  }

  private static Figure figure(FigureBoard.Shown shown) {
    io.mallwatch.monitors.business.figure.Figure figure = shown.figure();
    Reading best = shown.best();
    return new Figure(
        figure.id(),
        figure.requirement(),
        figure.group(),
        figure.unit(),
        figure.window(),
        text(figure.name()),
        text(figure.formula()),
        text(figure.zero()),
        text(figure.missing()),
        shown.source(),
        best == null ? null : best.value(),
        best == null
            ? List.of()
            : best.parts().entrySet().stream()
                .map(part -> new Share(part.getKey(), part.getValue()))
                .toList(),
        figure.series(),
        way(shown.database()),
        way(shown.metrics()),
        shown.difference());
  }

  private static Text text(Words words) {
    return new Text(words.zh(), words.en());
  }

  private static @Nullable Way way(@Nullable Reading reading) {
    return reading == null
        ? null
        : new Way(reading.value(), reading.reason(), reading.query(), reading.at());
  }

  @Override
  public Ledger ledger() {
    return new Ledger(
        database(),
        parts.ledger().findings().stream().map(BusinessBoard::check).toList(),
        parts.ledger().breaches(MOST_BREACHES).stream().map(BusinessBoard::breach).toList());
  }

  private static Check check(Finding finding) {
    return new Check(
        finding.invariant().id(),
        text(finding.invariant().name()),
        text(finding.invariant().rule()),
        finding.state().text(),
        finding.at(),
        finding.offending(),
        finding.difference(),
        finding.rows(),
        finding.reason(),
        finding.query());
  }

  private static Breach breach(LedgerBook.Breach breach) {
    return new Breach(
        breach.id(),
        breach.invariant(),
        breach.firstSeen(),
        breach.lastSeen(),
        breach.mended(),
        breach.offending(),
        breach.difference(),
        breach.rows());
  }

  @Override
  public List<Objective> objectives(@Nullable Instant at) {
    return parts.slos().standings(at == null ? clock.instant() : at).stream()
        .map(standing ->
            new Objective(
                standing.slo().name(),
                standing.slo().objective(),
                Slo.WINDOW,
                standing.errors(),
                standing.left(),
                standing.burn1h(),
                standing.burn1d(),
                standing.query()))
        .toList();
  }

  @Override
  public Outlook forecast(@Nullable Instant at) {
    Forecast.Outlook outlook = parts.forecast().outlook(at == null ? clock.instant() : at);
    return new Outlook(
        outlook.hours().stream()
            .map(hour -> new double[] {hour.endMillis(), hour.value()})
            .toList(),
        outlook.next24h(),
        outlook.error(),
        outlook.reason(),
        outlook.query());
  }

  @Override
  public Cost cost(Instant from, @Nullable Instant to) {
    CostMeter.Bill bill = parts.costs().bill(from, to == null ? clock.instant() : to);
    return new Cost(
        bill.from(),
        bill.to(),
        bill.actual(),
        bill.expected(),
        bill.lower(),
        bill.upper(),
        bill.loss(),
        bill.lostOrders(),
        bill.perMinute(),
        bill.weeks().stream().mapToDouble(Double::doubleValue).toArray(),
        bill.growth(),
        bill.reason(),
        bill.query(),
        FORMULA);
  }

  @Override
  public Optional<Cost> cost(String incident) {
    return incidents.apply(incident).map(found -> cost(found.openedAt(), found.resolvedAt()));
  }
}
