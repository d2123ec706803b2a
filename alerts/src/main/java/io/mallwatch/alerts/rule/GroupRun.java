package io.mallwatch.alerts.rule;

import io.mallwatch.alerts.AlertSink;
import io.mallwatch.alerts.template.RuleFunctions;
import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.QueryResult.VectorSample;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Alert;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One group with the state of its rules. Evaluations take turns; the view never waits for one.
final class GroupRun {

  private static final Logger logger = LoggerFactory.getLogger(GroupRun.class);

  private static final int MAX_TEMPLATE_SAMPLES = 1_000;
  private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(10);

  /// What all groups share.
  record Engines(
      MetricQueries queries,
      MetricSink sink,
      AlertSink alerts,
      RuleSettings settings,
      RuleCounters counters) {}

  private final RuleGroup group;
  private final Engines engines;
  private final List<RuleRun> rules = new ArrayList<>();
  private final ReentrantLock evaluating = new ReentrantLock();

  /// Series of rules that a reload took away.
  private final Set<Labels> orphans = new HashSet<>();

  private volatile GroupStatus status;
  private @Nullable Instant lastEvaluation;
  private Duration evaluationTime = Duration.ZERO;
  private long missed;

  /// @param mayRestore whether states of before the start are looked for
  GroupRun(RuleGroup group, Engines engines, boolean mayRestore) {
    this.group = group;
    this.engines = engines;
    for (Rule rule : group.rules()) {
      rules.add(new RuleRun(rule, group.limit(), engines.settings(), mayRestore));
    }
    this.status = snapshot();
  }

  RuleGroup group() {
    return group;
  }

  GroupStatus status() {
    return status;
  }

  /// Takes over what the group's former self remembers: rules match by name and labels, equal ones
  /// in order.
  void copyFrom(GroupRun former) {
    former.evaluating.lock();
    try {
      Map<String, Deque<RuleRun>> old = new HashMap<>();
      for (RuleRun run : former.rules) {
        old.computeIfAbsent(identity(run.rule()), _ -> new ArrayDeque<>()).add(run);
      }
      for (RuleRun run : rules) {
        Deque<RuleRun> same = old.get(identity(run.rule()));
        if (same != null && !same.isEmpty()) {
          run.copyFrom(same.removeFirst());
        }
      }
      old.values().forEach(left -> left.forEach(run -> orphans.addAll(run.written())));
      orphans.addAll(former.orphans);
      lastEvaluation = former.lastEvaluation;
      evaluationTime = former.evaluationTime;
      missed = former.missed;
      status = snapshot();
    } finally {
      former.evaluating.unlock();
    }
  }

  private static String identity(Rule rule) {
    return switch (rule) {
      case Rule.Alerting alerting -> "alert " + alerting.name() + " " + alerting.labels();
      case Rule.Recording recording -> "record " + recording.name() + " " + recording.labels();
    };
  }

  /// Evaluates all rules in order as of `at`.
  void evaluate(Instant at) {
    evaluating.lock();
    try {
      long began = System.nanoTime();
      for (RuleRun run : rules) {
        evaluateRule(run, at);
      }
      if (!orphans.isEmpty()) {
        markStale(List.copyOf(orphans), recordedAt(at));
        orphans.clear();
      }
      lastEvaluation = at;
      evaluationTime = Duration.ofNanos(System.nanoTime() - began);
      status = snapshot();
    } finally {
      evaluating.unlock();
    }
  }

  void missed(long iterations) {
    evaluating.lock();
    try {
      missed += iterations;
      engines.counters().missed(iterations);
    } finally {
      evaluating.unlock();
    }
  }

  /// Ends every series that the group has written; it is not evaluated any more.
  void retire(Instant at) {
    evaluating.lock();
    try {
      rules.forEach(run -> orphans.addAll(run.written()));
      markStale(List.copyOf(orphans), recordedAt(at));
    } finally {
      evaluating.unlock();
    }
  }

  private Instant recordedAt(Instant at) {
    return at.minus(group.queryOffset());
  }

  private void evaluateRule(RuleRun run, Instant at) {
    long began = System.nanoTime();
    String error = "";
    try {
      Deadline deadline = Deadline.after(timeout());
      List<SeriesSamples> series =
          switch (run.rule()) {
            case Rule.Recording recording -> record(recording, at, deadline);
            case Rule.Alerting alerting -> alert(alerting, run, at, deadline);
          };
      store(run, series, recordedAt(at));
    } catch (BadQueryException
        | DeadlineExceededException
        | StoreOverloadedException
        | StoreUnavailableException
        | CorruptDataException e) {
      error = e.getMessage() == null ? e.toString() : e.getMessage();
      logger.warn("rule failed group={} rule={} error={}", group.name(), run.rule().name(), error);
    }
    engines.counters().evaluated(!error.isEmpty());
    run.finished(at, Duration.ofNanos(System.nanoTime() - began), error);
    send(run, at);
  }

  private Duration timeout() {
    Duration most = engines.settings().queryTimeout();
    Duration own = group.interval().compareTo(LEAST_TIMEOUT) > 0 ? group.interval() : LEAST_TIMEOUT;
    return own.compareTo(most) < 0 ? own : most;
  }

  private List<SeriesSamples> record(Rule.Recording rule, Instant at, Deadline deadline) {
    List<SeriesSamples> series = new ArrayList<>();
    Set<Labels> seen = new HashSet<>();
    Labels added = Labels.of(rule.labels());
    for (VectorSample sample : query(rule.expression(), recordedAt(at), deadline)) {
      Labels labels = sample.labels().with(added).with(Labels.METRIC_NAME, rule.name());
      if (!seen.add(labels)) {
        throw new BadQueryException(
            "vector contains metrics with the same labelset after applying rule labels");
      }
      series.add(SeriesSamples.of(labels, sample.timestampMillis(), sample.value()));
    }
    if (group.limit() > 0 && series.size() > group.limit()) {
      throw new BadQueryException(
          "exceeded limit of %d with %d series".formatted(group.limit(), series.size()));
    }
    return series;
  }

  private List<SeriesSamples> alert(
      Rule.Alerting rule, RuleRun run, Instant at, Deadline deadline) {
    AlertingState alerts = run.alerts();
    if (alerts == null) {
      return List.of();
    }
    List<VectorSample> samples = query(rule.expression(), recordedAt(at), deadline);
    if (run.mayRestore()) {
      Duration tolerance = engines.settings().outageTolerance();
      run.restored(RestoredStates.read(engines.queries(), rule.name(), at, tolerance, deadline));
    }
    RuleFunctions.Query query =
        text ->
            query(text, recordedAt(at), deadline).stream()
                .limit(MAX_TEMPLATE_SAMPLES)
                .map(sample -> new RuleFunctions.Answer(sample.labels(), sample.value()))
                .toList();
    return alerts.update(samples, at, recordedAt(at), query, run.restored());
  }

  private List<VectorSample> query(String expression, Instant at, Deadline deadline) {
    QueryResult result = engines.queries().instant(expression, at, QueryOptions.rule(deadline));
    return switch (result.value()) {
      case QueryResult.Vector(List<VectorSample> samples) -> samples;
      case QueryResult.Scalar(long timestamp, double value) ->
          List.of(new VectorSample(Labels.EMPTY, timestamp, value));
      case QueryResult.Matrix _, QueryResult.Text _ ->
          throw new BadQueryException("rule result is not a vector or scalar");
    };
  }

  private void store(RuleRun run, List<SeriesSamples> series, Instant at) {
    List<SeriesSamples> all = new ArrayList<>(series);
    for (Labels gone : run.vanished(series)) {
      all.add(SeriesSamples.of(gone, at.toEpochMilli(), Sample.staleNan()));
    }
    append(all);
  }

  private void markStale(List<Labels> series, Instant at) {
    try {
      append(
          series.stream()
              .map(labels -> SeriesSamples.of(labels, at.toEpochMilli(), Sample.staleNan()))
              .toList());
    } catch (StoreOverloadedException | StoreUnavailableException e) {
      engines.counters().refusedSamples(series.size());
      logger.warn("stale markers lost group={} error={}", group.name(), e.getMessage());
    }
  }

  private void append(List<SeriesSamples> series) {
    if (series.isEmpty()) {
      return;
    }
    AppendResult result = engines.sink().append(MetricBatch.ofSeries(series));
    if (result.rejectedCount() > 0) {
      engines.counters().refusedSamples(result.rejectedCount());
      logger.warn(
          "rule samples refused group={} count={} first={}",
          group.name(),
          result.rejectedCount(),
          result.firstError());
    }
  }

  private void send(RuleRun run, Instant at) {
    AlertingState alerts = run.alerts();
    List<Alert> due = alerts == null ? List.of() : alerts.due(at, group.interval());
    if (alerts == null || due.isEmpty()) {
      return;
    }
    try {
      engines.alerts().accept(due);
      alerts.markSent(due, at);
      engines.counters().sent(due.size());
    } catch (StoreOverloadedException | StoreUnavailableException e) {
      engines.counters().refusedAlerts(due.size());
      logger.warn("alerts not taken rule={} error={}", run.rule().name(), e.getMessage());
    }
  }

  private GroupStatus snapshot() {
    return new GroupStatus(
        group,
        Optional.ofNullable(lastEvaluation),
        evaluationTime,
        missed,
        rules.stream().map(RuleRun::status).toList());
  }
}
