package io.mallwatch.server;

import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.monitors.business.CostMeter;
import io.mallwatch.monitors.business.Forecast;
import io.mallwatch.monitors.business.calendar.DayCalendar;
import io.mallwatch.monitors.business.figure.FigureBoard;
import io.mallwatch.monitors.business.figure.MetricFigures;
import io.mallwatch.monitors.business.ledger.LedgerGuard;
import io.mallwatch.monitors.business.mall.MallDatabase;
import io.mallwatch.monitors.business.slo.SloBoard;
import io.mallwatch.ops.incident.Cost;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.server.config.BusinessConfig;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.state.SqlLedgerBook;
import io.mallwatch.server.state.StateDatabase;
import io.mallwatch.server.view.BusinessBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// What watches the business: figures, the ledger guard, the cost of incidents, and the mall's
/// database that they ask. All questions to that database are asked by one task.
final class BusinessWiring implements AutoCloseable {

  /// How often it is seen what is due; a database that did not answer is asked again then.
  private static final Duration LOOK = Duration.ofSeconds(10);

  private static final Duration RECKONED = Duration.ofSeconds(30);
  private static final int MOST_BILLS = 200;
  private static final Duration SLO_INTERVAL = Duration.ofMinutes(10);

  private final BusinessConfig config;
  private final BusinessBoard.Parts parts;
  private final IncidentCosts bills;
  private final Incidents incidents;

  private Instant figuresDue = Instant.EPOCH;
  private Instant ledgerDue = Instant.EPOCH;

  private BusinessWiring(BusinessConfig config, BusinessBoard.Parts parts, Incidents incidents) {
    this.config = config;
    this.parts = parts;
    this.bills = new IncidentCosts(parts.costs()::bill);
    this.incidents = incidents;
  }

  static BusinessWiring open(
      Config config,
      MetricQueries metrics,
      MetricSink sink,
      StateDatabase state,
      Incidents incidents) {
    BusinessConfig business = config.business();
    String selector = config.monitors().businessSelector();
    MallDatabase database =
        new MallDatabase(
            business::accessNow, business.schema(), business.zone(), business.timeLimit());
    return new BusinessWiring(
        business,
        new BusinessBoard.Parts(
            database,
            new FigureBoard(database, new MetricFigures(metrics, selector), sink),
            new LedgerGuard(database, new SqlLedgerBook(state), sink),
            new CostMeter(metrics, selector, calendar(config)),
            new SloBoard(metrics, business.slos()),
            new Forecast(metrics, selector)),
        incidents);
  }

  /// Days that are not like others; they begin where the mall is.
  static DayCalendar calendar(Config config) {
    return new DayCalendar(config.business().days(), config.server().timeZone());
  }

  /// Begins to ask, again and again.
  void start(Ticker ticker, InstantSource clock) {
    ticker.every("mall-database", LOOK, () -> ask(clock.instant()));
    ticker.every("slos", SLO_INTERVAL, () -> parts.slos().refresh(clock.instant()));
    ticker.every(
        "incident-costs",
        RECKONED,
        () -> bills.reckon(incidents.list(true, true, MOST_BILLS), clock.instant()));
  }

  /// What incidents cost.
  Cost.Meter bills() {
    return bills;
  }

  private void ask(Instant now) {
    boolean again = parts.database().isConfigured() && !parts.figures().isAnswered();
    if (again || !now.isBefore(figuresDue)) {
      parts.figures().record(now);
      figuresDue = now.plus(config.interval());
    }
    if (again || !now.isBefore(ledgerDue)) {
      parts.ledger().check(now);
      ledgerDue = now.plus(config.ledgerInterval());
    }
  }

  /// How all this looks to the console.
  ///
  /// @param incidents finds one by its id
  BusinessBoard view(Function<String, Optional<Incident>> incidents, InstantSource clock) {
    return new BusinessBoard(parts, incidents, clock);
  }

  @Override
  public void close() {
    parts.database().close();
  }
}
