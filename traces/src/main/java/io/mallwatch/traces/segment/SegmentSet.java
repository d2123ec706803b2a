package io.mallwatch.traces.segment;

import io.mallwatch.model.CorruptDataException;
import io.mallwatch.traces.graph.EdgeCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The segments there are, oldest first; drops the oldest, merges the small, sets aside the
/// damaged. Thread-safe; merging and dropping are for one thread. Calls nobody back, so a caller
/// may hold a lock of its own.
final class SegmentSet implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(SegmentSet.class);

  private static final Duration MERGE_PAUSE = Duration.ofMinutes(1);

  private final SegmentFolder folder;
  private final BlockCache cache;
  private final List<Segment> segments; // guarded by this
  private long merges; // guarded by this
  private Instant mergeAgain = Instant.EPOCH; // of the merging thread; not before then

  /// @param cache of the blocks of all of them
  SegmentSet(SegmentFolder folder, BlockCache cache) throws IOException {
    this.folder = folder;
    this.cache = cache;
    this.segments = new ArrayList<>(folder.openAll(cache));
  }

  /// Opens one that was written just now; it is none of them before [#add].
  Segment open(Path file) throws IOException {
    return Segment.open(file, cache, false);
  }

  /// Adds the newest.
  synchronized void add(Segment segment) {
    segments.add(segment);
  }

  /// All of them, to be released by the caller.
  synchronized List<Segment> hold() {
    return hold(segments.size());
  }

  /// The newest, to be released by the caller.
  synchronized List<Segment> hold(int most) {
    List<Segment> held = new ArrayList<>();
    for (Segment segment : segments.subList(Math.max(0, segments.size() - most), segments.size())) {
      if (segment.acquire()) {
        held.add(segment);
      }
    }
    return held;
  }

  synchronized List<EdgeCount> edges() {
    return segments.stream().flatMap(segment -> segment.edges().stream()).toList();
  }

  synchronized int count() {
    return segments.size();
  }

  synchronized long bytes() {
    return segments.stream().mapToLong(Segment::sizeBytes).sum();
  }

  /// How often several became one.
  synchronized long merges() {
    return merges;
  }

  synchronized long lastSequence() {
    return segments.stream().mapToLong(Segment::lastSequence).max().orElse(0);
  }

  /// Drops what came before `oldest`, and the oldest while all together take more than `mostBytes`.
  void dropOld(Instant oldest, long mostBytes) {
    List<Segment> dropped;
    synchronized (this) {
      dropped = folder.tooOldOrTooMuch(segments, oldest, mostBytes);
      segments.removeAll(dropped);
    }
    dropped.forEach(cache::forget);
    folder.drop(dropped);
  }

  /// Takes a damaged one out and keeps its file aside.
  void setAside(Segment segment, CorruptDataException cause) {
    logger.error("event=segment_damaged file={} action=kept_aside", segment.file(), cause);
    boolean removed;
    synchronized (this) {
      removed = segments.remove(segment);
    }
    if (removed) {
      folder.setAside(segment.file());
      cache.forget(segment);
      segment.close();
    }
  }

  /// Makes one segment of several where that is worth it; see [MergePlan].
  void mergeSome(Instant now) {
    List<Segment> run = now.isBefore(mergeAgain) ? List.of() : nextToMerge(now);
    if (run.isEmpty()) {
      return;
    }
    SegmentMerger merger = new SegmentMerger(run);
    Path file = folder.mergedFile(run);
    try {
      merger.write(file);
      Segment whole = open(file);
      if (!replace(run, whole)) {
        whole.close();
        Files.delete(file);
      }
    } catch (CorruptDataException e) {
      setAside(merger.reading(), e);
    } catch (IOException e) {
      logger.warn("event=merge_failed segments={} retry_in={}", run.size(), MERGE_PAUSE, e);
      mergeAgain = now.plus(MERGE_PAUSE);
    } finally {
      run.forEach(Segment::release);
    }
  }

  private synchronized List<Segment> nextToMerge(Instant now) {
    List<Segment> run = MergePlan.next(segments, folder::hourOf, SegmentFolder.hour(now));
    run.forEach(Segment::acquire); // those in the list are not closed
    return run;
  }

  /// Puts `whole` in the place of `run`; false when one of them is no longer there.
  private boolean replace(List<Segment> run, Segment whole) {
    synchronized (this) {
      int at = segments.indexOf(run.getFirst());
      if (!segments.containsAll(run)) {
        return false;
      }
      segments.removeAll(run);
      segments.add(at, whole);
      merges++;
    }
    run.forEach(cache::forget);
    folder.replace(run);
    return true;
  }

  @Override
  public synchronized void close() {
    segments.forEach(Segment::close);
    segments.clear();
  }
}
