package io.mallwatch.server.view;

import io.mallwatch.doors.prometheus.StoreControl;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Deletes and copies stored samples for the Prometheus door.
public final class StoreAccess implements StoreControl {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Tsdb tsdb;
  private final Path folder;
  private final boolean allowed;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// @param folder of the store; copies go below its `snapshots`
  /// @param allowed whether the operator allows this
  public StoreAccess(
      Tsdb tsdb, Path folder, boolean allowed, InstantSource clock, RandomGenerator random) {
    this.tsdb = tsdb;
    this.folder = folder;
    this.allowed = allowed;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public boolean isAllowed() {
    return allowed;
  }

  @Override
  public void delete(List<Matcher> matchers, TimeRange range) {
    var _ = tsdb.delete(matchers, range);
  }

  @Override
  public void cleanDeleted() {
    var _ = tsdb.cleanDeletions();
  }

  @Override
  public String snapshot(boolean skipHead) {
    String name =
        "%s-%016x".formatted(STAMP.format(clock.instant()), random.nextLong() & Long.MAX_VALUE);
    Path target = folder.resolve("snapshots").resolve(name);
    try {
      Files.createDirectories(target);
    } catch (IOException e) {
      throw new StoreUnavailableException("create snapshot directory: " + e, e);
    }
    tsdb.snapshot(target);
    return name;
  }
}
