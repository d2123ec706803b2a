package io.mallwatch.logs.ingest;

import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogCapabilities;
import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.LogStore;
import io.mallwatch.model.LogEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A store that keeps what it is given, or fails as told.
final class KeepingStore implements LogStore {

  private final List<LogBatch> batches = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int count;
  private @Nullable RuntimeException next;

  void failNext(RuntimeException failure) {
    next = failure;
  }

  List<LogBatch> batches() {
    return batches;
  }

  List<String> messages() {
    return batches.stream()
        .flatMap(batch -> batch.entries().stream())
        .map(LogEntry::message)
        .toList();
  }

  @Override
  public List<Appended> append(LogBatch batch) {
    RuntimeException failure = next;
    if (failure != null) {
      next = null;
      throw failure;
    }
    batches.add(batch);
    List<Appended> outcomes = new ArrayList<>();
    for (int i = 0; i < batch.entries().size(); i++) {
      String own = batch.id(i);
      String made = batch.index() + "-" + count++;
      outcomes.add(new Appended(own == null ? made : own, own == null || ids.add(own)));
    }
    return outcomes;
  }

  @Override
  public LogSearchResult search(LogQuery query) {
    throw new UnsupportedOperationException();
  }

  @Override
  public LogAggregation.Result aggregate(LogAggregation aggregation) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<LogHit> find(String indexPattern, String id) {
    return Optional.empty();
  }

  @Override
  public List<IndexInfo> indices() {
    return List.of();
  }

  @Override
  public void keep(Map<String, Duration> ages) {}

  @Override
  public List<String> drop(String indexPattern) {
    return List.of();
  }

  @Override
  public void refresh() {}

  @Override
  public Snapshot snapshot(Duration keepAlive) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Snapshot> held(String snapshotId) {
    return Optional.empty();
  }

  @Override
  public Tail tail(LogFilter filter, Consumer<LogHit> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public LogCapabilities capabilities() {
    return new LogCapabilities(false, false, false, 0, true, 0);
  }

  @Override
  public void close() {}
}
