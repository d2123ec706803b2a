package io.mallwatch.doors.prometheus;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers what it was told to, and keeps what it was asked.
public final class FakeQueries implements MetricQueries {

  public final List<String> asked = new ArrayList<>();
  public QueryResult answer = answer(new QueryResult.Vector(List.of()));
  @Nullable RuntimeException failure;
  List<Labels> series = List.of();
  List<String> names = List.of();
  List<Exemplar> exemplars = List.of();
  List<MetricMetadata> metadata = List.of();
  @Nullable QueryOptions options;

  public static QueryResult answer(QueryResult.Value value, String... warnings) {
    return new QueryResult(
        value, List.of(warnings), List.of(), new QueryResult.Stats(12, 3, 5_000_000));
  }

  private void ask(String what) {
    asked.add(what);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public QueryResult instant(String query, Instant at, QueryOptions with) {
    options = with;
    ask("instant %s at %s".formatted(query, at));
    return answer;
  }

  @Override
  public QueryResult range(
      String query, Instant start, Instant end, Duration step, QueryOptions with) {
    options = with;
    ask("range %s from %s to %s each %s".formatted(query, start, end, step));
    return answer;
  }

  @Override
  public List<Labels> series(List<List<Matcher>> selectors, TimeRange range, QueryOptions with) {
    ask("series %s in %s to %s".formatted(selectors, range.from(), range.to()));
    return series;
  }

  @Override
  public List<String> labelNames(
      List<List<Matcher>> selectors, TimeRange range, QueryOptions with) {
    ask("names " + selectors);
    return names;
  }

  @Override
  public List<String> labelValues(
      String name, List<List<Matcher>> selectors, TimeRange range, QueryOptions with) {
    ask("values of %s %s".formatted(name, selectors));
    return names;
  }

  @Override
  public List<Exemplar> exemplars(String query, TimeRange range, QueryOptions with) {
    ask("exemplars " + query);
    return exemplars;
  }

  @Override
  public List<MetricMetadata> metadata(String family) {
    ask("metadata " + family);
    return metadata;
  }

  @Override
  public MetricCapabilities capabilities() {
    return new MetricCapabilities(true, true, true, true, true);
  }
}
