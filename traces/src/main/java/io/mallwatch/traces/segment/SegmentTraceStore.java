package io.mallwatch.traces.segment;

import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.TimeRange;
import io.mallwatch.model.wal.WalFile;
import io.mallwatch.model.wal.WalFrame;
import io.mallwatch.model.wal.WriteAheadLog;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.ServiceEdge;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.Trace;
import io.mallwatch.traces.TraceCapabilities;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.TraceSummary;
import io.mallwatch.traces.graph.EdgeCount;
import io.mallwatch.traces.graph.SeriesValue;
import io.mallwatch.traces.graph.ServiceGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Spans in the log and head, then in segments by hour of arrival.
///
/// Appends are applied by the log's writer thread, in the order of the log; one more thread seals
/// heads, merges small segments and drops what is too old or too much.
public final class SegmentTraceStore implements TraceStore {

  /// Most operations of one service that are listed.
  static final int MAX_OPERATIONS = 1_000;

  private static final Logger logger = LoggerFactory.getLogger(SegmentTraceStore.class);

  private static final int HEADS_BEFORE_OVERLOAD = 4;

  /// A head that holds on to so many bytes is sealed, however few spans they are.
  private static final long SEAL_BYTES = 24L << 20;

  /// So many of the newest segments say whether a trace was kept before.
  private static final int SEGMENTS_ASKED = 6;

  private static final long CACHE_BYTES = 4L << 20;
  private static final long ROOM_WAIT_NANOS = 500_000_000L;
  private static final long WAL_FILE_BYTES = 64L << 20;
  private static final long HOUR_SECONDS = 3_600;
  private static final long NANOS = 1_000_000_000L;

  private final SegmentConfig config;
  private final InstantSource clock;
  private final SegmentFolder folder;
  private final Archive archive;
  private final SegmentSet segments;
  private final WriteAheadLog wal;
  private final TraceRecovery recovery;
  private final Thread sealer;
  private final TailSampling sampling;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ServiceGraph graph = new ServiceGraph(); // guarded by lock
  private Head head; // guarded by lock
  private @Nullable Head sealing; // guarded by lock; no longer added to
  private Instant decidable = Instant.EPOCH; // guarded by lock; when its traces may be decided
  private boolean sealWanted; // guarded by lock
  private boolean sealForced; // guarded by lock; without waiting for spans still to come
  private long comingSpans; // guarded by lock; of appends on their way to the log
  private long comingBytes; // guarded by lock
  private boolean closed; // guarded by lock

  private SegmentTraceStore(SegmentConfig config, Path dir, InstantSource clock)
      throws IOException {
    this.config = config;
    this.clock = clock;
    this.sampling = new TailSampling(config.sampling());
    this.folder = new SegmentFolder(dir);
    this.archive = new Archive(dir.resolve("archive"));
    this.head = new Head(clock.instant());
    this.segments = new SegmentSet(folder, new BlockCache(CACHE_BYTES));
    long sealed = Math.max(folder.droppedUpTo(), segments.lastSequence());
    long[] replayed = {0};
    WriteAheadLog.Opened opened =
        WriteAheadLog.open(
            dir.resolve("wal"),
            new WriteAheadLog.Options(
                config.forceInterval().isZero(),
                config.forceInterval().isZero() ? Duration.ofSeconds(1) : config.forceInterval(),
                WAL_FILE_BYTES,
                WalFile.onDisk()),
            sealed + 1,
            Thread.ofPlatform().daemon().factory(),
            frame -> {
              if (frame.firstSequence() > sealed) {
                replayed[0] += frame.count();
                replay(frame);
              }
            });
    this.wal = opened.log();
    this.recovery =
        new TraceRecovery(
            segments.count(),
            replayed[0],
            opened.found().tornBytes(),
            opened.found().brokenStretches() + folder.broken());
    this.sealer =
        Thread.ofPlatform().daemon().name("mallwatch-traces-seal").unstarted(this::sealLoop);
    sealer.start();
  }

  /// Opens the store in `dir`, which is made when it is not there.
  public static SegmentTraceStore open(SegmentConfig config, Path dir, InstantSource clock) {
    try {
      return new SegmentTraceStore(config, dir, clock);
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot open the trace store in " + dir, e);
    }
  }

  /// What was found at opening.
  public TraceRecovery recovery() {
    return recovery;
  }

  @Override
  public void append(SpanBatch batch) {
    int count = batch.size();
    if (count == 0) {
      return;
    }
    reserve(count, batch.bytes().length);
    try {
      BatchTerms terms = BatchTerms.of(batch);
      var _ = wal.append(batch.bytes(), count, first -> apply(batch, terms, first + count - 1));
    } finally {
      release(count, batch.bytes().length);
    }
    taken.addAndGet(count);
  }

  private void release(int spans, int bytes) {
    lock.lock();
    try {
      comingSpans -= spans;
      comingBytes -= bytes;
    } finally {
      lock.unlock();
    }
  }

  /// Makes room for a batch that is about to come. Waits a while for heads to be sealed when too
  /// much is here or coming already.
  private void reserve(int spans, int bytes) {
    lock.lock();
    try {
      long left = ROOM_WAIT_NANOS;
      while (isFull() && !closed && left > 0) {
        sealWanted = true;
        changed.signalAll();
        left = changed.awaitNanos(left);
      }
      if (isFull()) {
        refused.incrementAndGet();
        throw new StoreOverloadedException(
            "%d spans wait to be sealed; try again".formatted(waitingSpans()));
      }
      comingSpans += spans;
      comingBytes += bytes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreOverloadedException("interrupted while waiting for room");
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    long bytes = head.bytes() + (sealing == null ? 0 : sealing.bytes()) + comingBytes;
    return waitingSpans() + comingSpans >= (long) config.sealSpans() * HEADS_BEFORE_OVERLOAD
        || bytes >= SEAL_BYTES * HEADS_BEFORE_OVERLOAD;
  }

  private long waitingSpans() {
    return head.spans() + (sealing == null ? 0 : sealing.spans());
  }

  /// Takes a batch that was found in the log at opening into the head.
  private void replay(WalFrame frame) {
    try {
      SpanBatch batch = SpanBatch.read(frame.payload());
      apply(batch, BatchTerms.of(batch), frame.lastSequence());
    } catch (MalformedProtoException e) {
      logger.error("event=span_batch_unreadable sequence={}", frame.firstSequence(), e);
    }
  }

  /// Takes a batch into the head; called in the order of the log, by its writer's thread once it is
  /// open.
  private void apply(SpanBatch batch, BatchTerms terms, long lastSequence) {
    Instant now = clock.instant();
    lock.lock();
    try {
      head.add(batch, terms, lastSequence);
      graph.observe(batch, now.getEpochSecond() * NANOS + now.getNano());
      if (isDue()) {
        sealWanted = true;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue() {
    return head.spans() >= config.sealSpans() || head.bytes() >= SEAL_BYTES;
  }

  @Override
  public List<TraceSummary> find(TraceQuery query) {
    try (StoreView view = view()) {
      return view.find(query);
    }
  }

  @Override
  public Optional<Trace> trace(String traceId, Deadline deadline) {
    String id = TraceIds.full(traceId);
    try (StoreView view = view()) {
      deadline.check();
      TraceSpans found = view.spans(id);
      return found.spans().isEmpty()
          ? Optional.empty()
          : Optional.of(Trace.ofOtlp(id, StoredSpan.otlp(found.spans()), found.isCut()));
    }
  }

  @Override
  public boolean archive(String traceId) {
    String id = TraceIds.full(traceId);
    List<StoredSpan> spans;
    try (StoreView view = view()) {
      spans = view.spans(id).spans();
    }
    if (spans.isEmpty()) {
      return false;
    }
    archive.keep(id, spans);
    return true;
  }

  @Override
  public List<String> services() {
    try (StoreView view = view()) {
      return view.services();
    }
  }

  @Override
  public List<Operation> operations(String service) {
    try (StoreView view = view()) {
      return view.operations(service);
    }
  }

  @Override
  public List<ServiceEdge> dependencies(TimeRange range) {
    long fromHour = Math.floorDiv(range.from().getEpochSecond(), HOUR_SECONDS);
    long toHour = Math.floorDiv(range.to().getEpochSecond(), HOUR_SECONDS);
    List<EdgeCount> counts = new ArrayList<>();
    lock.lock();
    try {
      Instant now = clock.instant();
      graph.settle(now.getEpochSecond() * NANOS + now.getNano(), false);
      counts.addAll(graph.edges());
      if (sealing != null) {
        counts.addAll(sealing.edges());
      }
      counts.addAll(segments.edges());
    } finally {
      lock.unlock();
    }
    counts.removeIf(count -> count.hour() < fromHour || count.hour() > toHour);
    return EdgeSums.of(counts);
  }

  /// Calls, failures and durations by edge since the start; see [ServiceGraph#snapshot()].
  public List<SeriesValue> graphSeries() {
    lock.lock();
    try {
      return graph.snapshot();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public TraceCapabilities capabilities() {
    return new TraceCapabilities(true, true, true, true);
  }

  public TraceStats stats() {
    lock.lock();
    try {
      return new TraceStats(
          taken.get(),
          waitingSpans(),
          sealing == null ? 0 : sealing.spans(),
          segments.count(),
          segments.bytes(),
          refused.get(),
          folder.dropped(),
          segments.merges(),
          folder.broken(),
          sampling.counts());
    } finally {
      lock.unlock();
    }
  }

  /// Seals the head now and waits for it; for shutdown, snapshots and tests.
  public void seal() {
    lock.lock();
    try {
      Head last = head.spans() > 0 ? head : sealing;
      while (last != null && !closed && (head == last || sealing == last)) {
        if (!sealWanted) {
          sealWanted = true;
          sealForced = true;
          changed.signalAll();
        }
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void sealLoop() {
    while (true) {
      Head part;
      lock.lock();
      try {
        long left = NANOS;
        while (!sealWanted && !closed && !mayWrite() && left > 0) {
          left = changed.awaitNanos(left);
        }
        if (closed) {
          return;
        }
        part = nextToSeal();
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      if (part != null) {
        write(part);
      }
      segments.dropOld(clock.instant().minus(config.retention()), config.retentionBytes());
      if (part == null) {
        segments.mergeSome(clock.instant());
      }
    }
  }

  /// Whether a head waits to be written whose traces may be decided: spans that still come had
  /// their time, or there is no room to wait. Guarded by lock.
  private boolean mayWrite() {
    return sealing != null
        && (sealForced || isDue() || isFull() || !clock.instant().isBefore(decidable));
  }

  /// The head to write now, if any; guarded by lock.
  private @Nullable Head nextToSeal() {
    if (sealing != null) {
      sealWanted = false;
      return mayWrite() ? sealing : null;
    }
    boolean old = !head.begun().plus(config.sealAge()).isAfter(clock.instant());
    if (head.spans() == 0 || !(sealWanted || old)) {
      sealWanted = false;
      return null;
    }
    sealWanted = false;
    sealing = head;
    sealing.edges(graph.drain());
    Instant now = clock.instant();
    head = new Head(now);
    decidable = now.plus(config.sampling().isOff() ? Duration.ZERO : config.sampling().settle());
    return mayWrite() ? sealing : null;
  }

  private void write(Head part) {
    try {
      Path file = folder.fileFor(clock.instant(), part.lastSequence());
      SegmentWriter.write(part, kept(part), file);
      Segment segment = segments.open(file);
      lock.lock();
      try {
        segments.add(segment);
        sealing = null;
        sealForced = false;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      wal.trim(part.lastSequence());
    } catch (IOException | CorruptDataException e) {
      logger.error("event=seal_failed spans={} retry=soon", part.spans(), e);
      pause();
    }
  }

  /// The traces of a head that are to be kept.
  private int[] kept(Head part) {
    Head after;
    lock.lock();
    try {
      after = head;
    } finally {
      lock.unlock();
    }
    List<Segment> newest = segments.hold(SEGMENTS_ASKED);
    try {
      return sampling.keep(part, after, newest);
    } finally {
      newest.forEach(Segment::release);
    }
  }

  private void pause() {
    lock.lock();
    try {
      long left = NANOS;
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private StoreView view() {
    lock.lock();
    try {
      List<Head> heads = sealing == null ? List.of(head) : List.of(sealing, head);
      return new StoreView(heads, segments.hold(), archive, segments::setAside);
    } finally {
      lock.unlock();
    }
  }

  /// Ends the threads; what is in the head stays in the log and is replayed at the next opening.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      sealer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    wal.close();
    segments.close();
  }
}
