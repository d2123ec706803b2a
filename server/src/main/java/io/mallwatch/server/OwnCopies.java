package io.mallwatch.server;

import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.ops.backup.OwnStores;
import io.mallwatch.server.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Copies what the server keeps while it runs: metrics by hard links, and the state database with
/// incidents, silences, dashboards and what else people made. Lines and spans are not in it.
final class OwnCopies implements OwnStores {

  private final DataFolder folder;
  private final Tsdb metrics;
  private final StateDatabase state;

  OwnCopies(DataFolder folder, Tsdb metrics, StateDatabase state) {
    this.folder = folder;
    this.metrics = metrics;
    this.state = state;
  }

  @Override
  public Path snapshot() throws IOException {
    Path parent = Files.createDirectories(folder.resolve("backup"));
    Path copy = Files.createTempDirectory(parent, "own-");
    metrics.snapshot(Files.createDirectories(copy.resolve("metrics")));
    state.copyTo(copy.resolve("state.db"));
    Path id = folder.resolve("id");
    if (Files.exists(id)) {
      Files.copy(id, copy.resolve("id"));
    }
    return copy;
  }
}
