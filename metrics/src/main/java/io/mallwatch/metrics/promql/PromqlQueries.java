package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.RunningQueries;
import io.mallwatch.metrics.SeriesSource;
import io.mallwatch.metrics.promql.syntax.Expr;
import io.mallwatch.metrics.promql.syntax.Exprs;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The embedded answer to [MetricQueries]: PromQL over a [SeriesSource]. Queries run on threads of
/// its own, so many at once as [QueryLimits] allow, or where they are asked when they were small
/// the last time; when the caller is interrupted or its deadline passes, its query is stopped.
public final class PromqlQueries implements MetricQueries, RunningQueries, AutoCloseable {

  /// How often queries past their deadline are looked for.
  private static final long WATCH_MILLIS = 500;

  private final SeriesSource source;
  private final MetadataSource metadata;
  private final MetricCapabilities capabilities;
  private final PromqlEngine engine;
  private final QueryThreads threads;
  private final ScanThreads helpers;
  private final QueryLedger ledger;
  private final QueryLimits limits;
  private final ScheduledExecutorService watch;

  /// @param capabilities what the store behind the sources can do
  /// @param threadFactory makes the threads that queries run on
  public PromqlQueries(
      SeriesSource source,
      MetadataSource metadata,
      MetricCapabilities capabilities,
      EngineOptions options,
      InstantSource clock,
      ThreadFactory threadFactory) {
    this.source = source;
    this.metadata = metadata;
    this.capabilities = capabilities;
    this.limits = options.limits();
    this.ledger = new QueryLedger(options.slow(), clock);
    this.helpers = new ScanThreads(Runtime.getRuntime().availableProcessors(), threadFactory);
    this.engine = new PromqlEngine(source, options, clock, ledger, helpers);
    this.threads = new QueryThreads(options.limits(), threadFactory);
    this.watch = Executors.newSingleThreadScheduledExecutor(threadFactory);
    var _ =
        watch.scheduleWithFixedDelay(
            ledger::stopOverdue, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public QueryResult instant(String query, Instant at, QueryOptions options) {
    return ledger.keep(
        query,
        timed(options),
        ticket -> answer(ticket, known -> engine.instant(ticket, known.expr(), at)));
  }

  @Override
  public QueryResult range(
      String query, Instant start, Instant end, Duration step, QueryOptions options) {
    PromqlEngine.Span span = new PromqlEngine.Span(start, end, step);
    return ledger.keep(
        query,
        timed(options),
        ticket -> answer(ticket, known -> engine.range(ticket, known.expr(), span)));
  }

  /// Small queries are computed where they are asked, since handing them to another thread takes
  /// longer than they do.
  private QueryResult answer(QueryTicket ticket, Function<KnownQueries.Known, QueryResult> how) {
    KnownQueries.Known known = engine.known(ticket.query());
    QueryResult result = null;
    if (known.isSmall()) {
      result = threads.runHere(ticket, () -> how.apply(known));
    }
    if (result == null) {
      result = threads.run(ticket, () -> how.apply(known));
    }
    known.took(result.stats());
    return result;
  }

  /// With the engine's timeout when that comes first.
  private QueryOptions timed(QueryOptions options) {
    return options.deadline().left().compareTo(limits.timeout()) <= 0
        ? options
        : new QueryOptions(
            Deadline.after(limits.timeout()),
            options.lookback(),
            options.limit(),
            options.priority(),
            options.origin(),
            options.explain());
  }

  @Override
  public List<Running> running() {
    return ledger.running();
  }

  @Override
  public boolean cancel(long id) {
    return ledger.cancel(id);
  }

  @Override
  public List<Slow> slowQueries() {
    return ledger.slowQueries();
  }

  /// What became of all queries so far.
  public QueryTotals totals() {
    return ledger.totals();
  }

  @Override
  public List<Labels> series(List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    TreeSet<Labels> found = new TreeSet<>(Labels.ORDER);
    for (List<Matcher> selector : selectors) {
      options.deadline().check();
      found.addAll(source.labels(selector, from(range), to(range)));
    }
    return limited(found, options);
  }

  @Override
  public List<String> labelNames(
      List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    TreeSet<String> names = new TreeSet<>();
    for (List<Matcher> selector : orAll(selectors)) {
      options.deadline().check();
      names.addAll(source.labelNames(selector, from(range), to(range)));
    }
    return limited(names, options);
  }

  @Override
  public List<String> labelValues(
      String name, List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
    TreeSet<String> values = new TreeSet<>();
    for (List<Matcher> selector : orAll(selectors)) {
      options.deadline().check();
      values.addAll(source.labelValues(name, selector, from(range), to(range)));
    }
    return limited(values, options);
  }

  private static List<List<Matcher>> orAll(List<List<Matcher>> selectors) {
    return selectors.isEmpty() ? List.of(List.of()) : selectors;
  }

  private static <T> List<T> limited(Collection<T> all, QueryOptions options) {
    int limit = options.limit() > 0 ? options.limit() : Integer.MAX_VALUE;
    return all.stream().limit(limit).toList();
  }

  @Override
  public List<Exemplar> exemplars(String query, TimeRange range, QueryOptions options) {
    Expr expr = PromqlParser.parse(query);
    options.deadline().check();
    List<List<Matcher>> selectors =
        Exprs.selectors(expr).stream().map(Expr.VectorSelector::matchers).toList();
    return metadata.exemplars(selectors, from(range), to(range)).stream()
        .sorted(Comparator.comparingLong(Exemplar::timestampMillis))
        .toList();
  }

  @Override
  public List<MetricMetadata> metadata(String family) {
    return metadata.metadata(family);
  }

  @Override
  public MetricCapabilities capabilities() {
    return capabilities;
  }

  private static long from(TimeRange range) {
    return range.from().toEpochMilli();
  }

  /// The last millisecond inside.
  private static long to(TimeRange range) {
    return Math.max(from(range), range.to().toEpochMilli() - 1);
  }

  /// Stops running queries and waits for their threads to end.
  @Override
  public void close() {
    threads.close();
    helpers.close();
    watch.shutdownNow();
    watch.close();
  }
}
