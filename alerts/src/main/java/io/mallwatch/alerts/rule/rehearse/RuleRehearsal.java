package io.mallwatch.alerts.rule.rehearse;

import io.mallwatch.alerts.route.Route;
import io.mallwatch.alerts.rule.Rule;
import io.mallwatch.alerts.rule.RuleGroup;
import io.mallwatch.alerts.rule.rehearse.Rehearsal.Firing;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.metrics.QueryResult.SeriesPoints;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Replays alerts over stored samples, at each step of their group's interval, with their `for` and
/// `keep_firing_for`. Asks for a stretch at a time, so that a long past needs no more memory than a
/// short one. Thread-safe.
///
/// Series that a rule records are read as they were recorded; without a past they are empty.
public final class RuleRehearsal {

  private static final int STEPS_AT_ONCE = 5_000;
  private static final int MAX_EVALUATIONS = 500_000;
  private static final int MAX_SERIES = 10_000;

  private final MetricQueries queries;

  public RuleRehearsal(MetricQueries queries) {
    this.queries = queries;
  }

  /// How `rule` of `group` would have fared from `from` to `to`, and who would have been told.
  ///
  /// @param routes what its alerts would have gone through
  /// @throws BadQueryException when the expression is no vector or there are too many evaluations
  /// @throws io.mallwatch.model.DeadlineExceededException when it takes too long or the caller's
  ///   thread is interrupted
  public Rehearsal rehearse(
      RuleGroup group, Rule.Alerting rule, Route routes, Span span, Deadline deadline) {
    long step = group.interval().toMillis();
    long first = Math.ceilDiv(span.from().toEpochMilli(), step) * step;
    long last = Math.floorDiv(span.to().toEpochMilli(), step) * step;
    long evaluations = last < first ? 0 : (last - first) / step + 1;
    if (evaluations > MAX_EVALUATIONS) {
      throw new BadQueryException(
          "%d evaluations are more than %d: shorten the time or lengthen the interval"
              .formatted(evaluations, MAX_EVALUATIONS));
    }
    Run run = new Run(rule, step);
    for (long from = first; from <= last; from += step * STEPS_AT_ONCE) {
      deadline.check();
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new BadQueryException("the rehearsal was cancelled");
      }
      run.take(ask(rule, from, Math.min(last, from + step * (STEPS_AT_ONCE - 1)), step, deadline));
    }
    run.tracks.values().forEach(track -> track.finish(last));
    run.firings.sort(
        Comparator.comparing(Firing::firedAt).thenComparing(Firing::labels, Labels.ORDER));
    Rehearsal rehearsal =
        new Rehearsal(
            group.name(),
            rule.name(),
            Instant.ofEpochMilli(first),
            Instant.ofEpochMilli(Math.max(first, last)),
            group.interval(),
            (int) evaluations,
            run.firings.stream().limit(Rehearsal.MAX_FIRINGS).toList(),
            run.firings.size(),
            run.tracks.values().stream().mapToInt(Track::pendings).sum(),
            List.of(),
            run.cut);
    ToldCount told = new ToldCount(routes, rehearsal.to());
    run.firings.forEach(told::add);
    return rehearsal.with(told.count(), told.isCut());
  }

  /// What is rehearsed; both ends are included.
  public record Span(Instant from, Instant to) {

    /// The time of length `back` before `now`.
    public static Span before(Instant now, Duration back) {
      return new Span(now.minus(back), now);
    }
  }

  private List<SeriesPoints> ask(
      Rule.Alerting rule, long from, long to, long step, Deadline deadline) {
    QueryResult result =
        queries.range(
            rule.expression(),
            Instant.ofEpochMilli(from),
            Instant.ofEpochMilli(to),
            Duration.ofMillis(step),
            QueryOptions.interactive(deadline));
    return switch (result.value()) {
      case QueryResult.Matrix(List<SeriesPoints> series) -> series;
      case QueryResult.Vector _, QueryResult.Scalar _, QueryResult.Text _ ->
          throw new BadQueryException("rule result is not a vector or scalar");
    };
  }

  private static final class Run {
    private final Rule.Alerting rule;
    private final Track.Timing timing;
    private final Map<Labels, Track> tracks = new HashMap<>();
    private final List<Firing> firings = new ArrayList<>();
    private boolean cut;

    Run(Rule.Alerting rule, long step) {
      this.rule = rule;
      this.timing = new Track.Timing(step, rule.hold().toMillis(), rule.keepFiring().toMillis());
    }

    void take(List<SeriesPoints> all) {
      for (SeriesPoints series : all) {
        Track track = tracks.get(series.labels());
        if (track == null) {
          if (tracks.size() == MAX_SERIES) {
            cut = true;
            continue;
          }
          track = new Track(alertLabels(series.labels()), timing, firings::add);
          tracks.put(series.labels(), track);
        }
        long[] numbers = series.timestampsMillis();
        long[] histograms = series.histogramsMillis();
        int i = 0;
        int j = 0;
        while (i < numbers.length || j < histograms.length) {
          boolean number =
              j == histograms.length || (i < numbers.length && numbers[i] < histograms[j]);
          if (number) {
            track.seen(numbers[i], series.values()[i]);
            i++;
          } else {
            track.seen(histograms[j], series.histograms()[j].sum());
            j++;
          }
        }
      }
    }

    private Labels alertLabels(Labels series) {
      return series
          .without(Labels.METRIC_NAME)
          .with(Labels.of(rule.labels()))
          .with(Labels.ALERT_NAME, rule.name());
    }
  }
}
