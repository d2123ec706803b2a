package io.mallwatch.metrics.promql;

import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.RunningQueries;
import io.mallwatch.model.DeadlineExceededException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The books on queries: which are being answered, which were slow, which were refused and why.
/// Thread-safe.
final class QueryLedger implements RunningQueries {

  private static final Logger logger = LoggerFactory.getLogger(QueryLedger.class);

  /// Slow queries remembered.
  private static final int KEPT = 100;

  /// Characters of a query in a log line.
  private static final int SHOWN = 2000;

  private final Duration slow;
  private final InstantSource clock;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, QueryTicket> open = new ConcurrentHashMap<>();
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
  private final AtomicInteger computing = new AtomicInteger();
  private final LongAdder answered = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder slowCount = new LongAdder();
  private final Deque<Slow> slowest = new ArrayDeque<>(); // guarded by itself

  /// @param slow how long a query takes at least to be remembered
  QueryLedger(Duration slow, InstantSource clock) {
    this.slow = slow;
    this.clock = clock;
    for (Refusal reason : Refusal.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  /// A query that nobody else sees.
  QueryTicket unlisted(String query, QueryOptions options) {
    return new QueryTicket(0, query, options, this, clock.instant());
  }

  /// Computes an answer while its query is listed.
  <T> T keep(String query, QueryOptions options, Function<QueryTicket, T> answer) {
    QueryTicket ticket =
        new QueryTicket(ids.incrementAndGet(), query, options, this, clock.instant());
    open.put(ticket.id(), ticket);
    try {
      return answer.apply(ticket);
    } catch (DeadlineExceededException e) {
      count(e.isCancelled() ? Refusal.CANCELLED : Refusal.TIMEOUT);
      throw e;
    } finally {
      open.remove(ticket.id());
      remember(ticket);
    }
  }

  private void remember(QueryTicket ticket) {
    Duration took = Duration.between(ticket.since(), clock.instant());
    answered.increment();
    nanos.add(took.toNanos());
    if (took.compareTo(slow) < 0) {
      return;
    }
    slowCount.increment();
    QueryOptions options = ticket.options();
    String text = ticket.query().replace('\n', ' ').replace('\r', ' ');
    logger
        .atWarn()
        .log(
            "slow_query ms={} samples={} priority={} cancelled={} origin=\"{}\" query=\"{}\"",
            took.toMillis(),
            ticket.samplesRead(),
            options.priority(),
            ticket.isCancelled(),
            options.origin(),
            text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    Slow known =
        new Slow(
            ticket.query(),
            ticket.since(),
            took,
            ticket.samplesRead(),
            options.origin(),
            options.priority());
    synchronized (slowest) {
      if (slowest.size() == KEPT) {
        slowest.removeFirst();
      }
      slowest.addLast(known);
    }
  }

  /// Newest first.
  @Override
  public List<Slow> slowQueries() {
    synchronized (slowest) {
      return List.copyOf(slowest.reversed());
    }
  }

  QueryTotals totals() {
    return new QueryTotals(
        answered.sum(), Duration.ofNanos(nanos.sum()), slowCount.sum(), refused());
  }

  void count(Refusal reason) {
    LongAdder counter = refused.get(reason);
    if (counter != null) {
      counter.increment();
    }
  }

  private Map<Refusal, Long> refused() {
    Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
    refused.forEach((reason, count) -> counts.put(reason, count.sum()));
    return counts;
  }

  /// How many are being computed.
  AtomicInteger computing() {
    return computing;
  }

  @Override
  public List<Running> running() {
    return open.values().stream()
        .map(QueryTicket::told)
        .sorted(Comparator.comparingLong(Running::id))
        .toList();
  }

  /// Stops queries that should have ended and did not notice: one that waits in the store, say.
  void stopOverdue() {
    for (QueryTicket ticket : open.values()) {
      if (ticket.deadline().hasPassed()) {
        ticket.stop();
      }
    }
  }

  @Override
  public boolean cancel(long id) {
    QueryTicket ticket = open.get(id);
    if (ticket == null) {
      return false;
    }
    ticket.cancel();
    return true;
  }
}
