package io.mallwatch.server;

import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.monitors.business.CostMeter;
import io.mallwatch.monitors.business.figure.FigureBoard;
import io.mallwatch.monitors.business.figure.MetricFigures;
import io.mallwatch.monitors.business.ledger.LedgerGuard;
import io.mallwatch.monitors.business.mall.MallDatabase;
import io.mallwatch.ops.incident.Cost;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.Incidents;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.config.BusinessConfig;
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

  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration RECKONED = Duration.ofSeconds(30);
  private static final int MOST_BILLS = 200;

  private final BusinessConfig config;
  private final MallDatabase database;
  private final FigureBoard figures;
  private final LedgerGuard ledger;
  private final CostMeter costs;
  private final IncidentCosts bills;
  private final Incidents incidents;

  private Instant figuresDue = Instant.EPOCH;
  private Instant ledgerDue = Instant.EPOCH;

  private BusinessWiring(
      BusinessConfig config,
      MallDatabase database,
      FigureBoard figures,
      LedgerGuard ledger,
      CostMeter costs,
      Incidents incidents) {
    this.config = config;
    this.database = database;
    this.figures = figures;
    this.ledger = ledger;
    this.costs = costs;
    this.bills = new IncidentCosts(costs::bill);
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
        database,
        new FigureBoard(database, new MetricFigures(metrics, selector), sink),
        new LedgerGuard(database, new SqlLedgerBook(state), sink),
        new CostMeter(metrics, selector),
        incidents);
  }

  /// Begins to ask, again and again.
  void start(Ticker ticker, InstantSource clock) {
    Duration shorter =
        config.interval().compareTo(config.ledgerInterval()) < 0
            ? config.interval()
            : config.ledgerInterval();
    ticker.every(
        "mall-database",
        shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter,
        () -> ask(clock.instant()));
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
    if (!now.isBefore(figuresDue)) {
      figuresDue = now.plus(config.interval()).minusSeconds(1);
      figures.record(now);
    }
    if (!now.isBefore(ledgerDue)) {
      ledgerDue = now.plus(config.ledgerInterval()).minusSeconds(1);
      ledger.check(now);
    }
  }

  /// How all this looks to the console.
  ///
  /// @param incidents finds one by its id
  BusinessBoard view(Function<String, Optional<Incident>> incidents, InstantSource clock) {
    return new BusinessBoard(
        new BusinessBoard.Shown(database, figures, ledger, costs, incidents), clock);
  }

  @Override
  public void close() {
    database.close();
  }
}
