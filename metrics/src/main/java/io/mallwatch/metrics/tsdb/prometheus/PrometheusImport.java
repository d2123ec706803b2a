package io.mallwatch.metrics.tsdb.prometheus;

import io.mallwatch.metrics.tsdb.block.BlockMeta;
import io.mallwatch.metrics.tsdb.block.BlockSeries;
import io.mallwatch.metrics.tsdb.prometheus.PrometheusBlock.Meta;
import io.mallwatch.model.CorruptDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies the blocks of a Prometheus, oldest first, each as one block of ours. The source is only
/// read; what is still in its head or log is not seen (a snapshot by its admin API has it as a
/// block). Blocks that are done are noted in a file, so that an import that was stopped goes on
/// where it was. Not thread-safe.
public final class PrometheusImport {

  private static final Logger logger = LoggerFactory.getLogger(PrometheusImport.class);

  private final Path data;
  private final Path state;
  private final Target target;
  private final long oldestMillis;

  /// Where blocks go.
  @FunctionalInterface
  public interface Target {
    /// Writes a block and makes it visible with samples from `fromMillis` on, before `toMillis`.
    ///
    /// @return what was written; empty when there were no samples
    Optional<BlockMeta> write(long fromMillis, long toMillis, Iterator<BlockSeries> series)
        throws IOException;
  }

  /// What becomes of a block.
  public enum Outcome {
    /// Not looked at yet, or only counted.
    PENDING,
    IMPORTED,
    /// By an earlier run.
    DONE_BEFORE,
    /// It ends before what the store keeps.
    TOO_OLD,
    /// It is damaged; nothing of it was taken, and another run tries again.
    FAILED
  }

  /// One block of the source.
  ///
  /// @param maxMillis no sample is at or after this
  /// @param series as its `meta.json` says
  /// @param samples taken, or as its `meta.json` says while nothing was
  /// @param damagedChunks left out of what was taken
  /// @param error why it failed; else empty
  public record BlockReport(
      String ulid,
      long minMillis,
      long maxMillis,
      long series,
      long samples,
      Outcome outcome,
      int damagedChunks,
      String error) {}

  /// @param data the data folder of Prometheus, or a snapshot of it
  /// @param state file that lists the blocks that are done; created when it is not there
  /// @param oldestMillis blocks that end before this are left out
  public PrometheusImport(Path data, Path state, Target target, long oldestMillis) {
    this.data = data;
    this.state = state;
    this.target = target;
    this.oldestMillis = oldestMillis;
  }

  /// What [#run] would do; reads only what each block says of itself.
  public List<BlockReport> plan() {
    try {
      Set<String> done = done();
      List<BlockReport> reports = new ArrayList<>();
      for (Meta meta : PrometheusBlock.all(data).values()) {
        reports.add(report(meta, before(meta, done), meta.samples(), 0, ""));
      }
      return List.copyOf(reports);
    } catch (IOException e) {
      throw new UncheckedIOException("the folder %s cannot be read".formatted(data), e);
    }
  }

  private Outcome before(Meta meta, Set<String> done) {
    if (done.contains(meta.ulid())) {
      return Outcome.DONE_BEFORE;
    }
    return meta.maxMillis() <= oldestMillis ? Outcome.TOO_OLD : Outcome.PENDING;
  }

  private static BlockReport report(
      Meta meta, Outcome outcome, long samples, int damagedChunks, String error) {
    return new BlockReport(
        meta.ulid(),
        meta.minMillis(),
        meta.maxMillis(),
        meta.series(),
        samples,
        outcome,
        damagedChunks,
        error);
  }

  /// Copies what is not done yet. Ends early, with [Outcome#PENDING] for the rest, when the thread
  /// is interrupted; a block is taken whole or not at all.
  ///
  /// @param progress told of each block as soon as it is decided
  /// @throws UncheckedIOException when the target or the file of what is done cannot be written
  public List<BlockReport> run(Consumer<BlockReport> progress) {
    List<BlockReport> reports = new ArrayList<>();
    try {
      Set<String> done = done();
      for (Map.Entry<Path, Meta> block : PrometheusBlock.all(data).entrySet()) {
        Meta meta = block.getValue();
        Outcome before = before(meta, done);
        BlockReport report =
            before == Outcome.PENDING && !Thread.currentThread().isInterrupted()
                ? take(block.getKey(), meta)
                : report(meta, before, meta.samples(), 0, "");
        reports.add(report);
        progress.accept(report);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the import of %s stopped".formatted(data), e);
    }
    return List.copyOf(reports);
  }

  private BlockReport take(Path folder, Meta meta) throws IOException {
    try (PrometheusBlock block = PrometheusBlock.open(folder)) {
      Optional<BlockMeta> written =
          target.write(meta.minMillis(), meta.maxMillis(), block.series());
      remember(meta.ulid());
      logger.info(
          "prometheus_block_imported ulid={} samples={} damaged_chunks={}",
          meta.ulid(),
          block.samplesRead(),
          block.damagedChunks());
      long samples = written.map(BlockMeta::samples).orElse(0L);
      return report(meta, Outcome.IMPORTED, samples, block.damagedChunks(), "");
    } catch (CorruptDataException | NoSuchFileException e) {
      logger.warn("prometheus_block_damaged ulid={}", meta.ulid(), e);
      return report(meta, Outcome.FAILED, 0, 0, String.valueOf(e.getMessage()));
    }
  }

  private Set<String> done() throws IOException {
    return Files.exists(state)
        ? new HashSet<>(Files.readAllLines(state, StandardCharsets.UTF_8))
        : new HashSet<>();
  }

  /// A block that was taken but not noted, after a crash between both, is taken once more; the same
  /// samples twice count once.
  private void remember(String ulid) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            state,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND,
            StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap((ulid + "\n").getBytes(StandardCharsets.UTF_8)));
      file.force(true);
    }
  }
}
