package io.mallwatch.traces.segment;

import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Span;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.TimeRange;
import io.mallwatch.model.wal.WalFile;
import io.mallwatch.model.wal.WalFrame;
import io.mallwatch.model.wal.WriteAheadLog;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.ServiceEdge;
import io.mallwatch.traces.Trace;
import io.mallwatch.traces.TraceCapabilities;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.TraceSummary;
import io.mallwatch.traces.graph.EdgeCount;
import io.mallwatch.traces.graph.ServiceGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Spans in the log and head, then in segments by hour of arrival.
///
/// Appends are applied by the log's writer thread, in the order of the log; one more thread seals
/// heads and drops what is too old or too much.
public final class SegmentTraceStore implements TraceStore {

  /// Most operations of one service that are listed.
  static final int MAX_OPERATIONS = 1_000;

  private static final Logger logger = LoggerFactory.getLogger(SegmentTraceStore.class);

  private static final int HEADS_BEFORE_OVERLOAD = 4;
  private static final long WAL_FILE_BYTES = 64L << 20;
  private static final long HOUR_SECONDS = 3_600;
  private static final long NANOS = 1_000_000_000L;

  private final SegmentConfig config;
  private final InstantSource clock;
  private final SegmentFolder folder;
  private final WriteAheadLog wal;
  private final TraceRecovery recovery;
  private final Thread sealer;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ServiceGraph graph = new ServiceGraph(); // guarded by lock
  private final List<Segment> segments = new ArrayList<>(); // guarded by lock; newest last
  private Head head; // guarded by lock
  private @Nullable Head sealing; // guarded by lock
  private boolean sealWanted; // guarded by lock
  private boolean closed; // guarded by lock

  private SegmentTraceStore(SegmentConfig config, Path dir, InstantSource clock)
      throws IOException {
    this.config = config;
    this.clock = clock;
    this.folder = new SegmentFolder(dir);
    this.head = new Head(clock.instant());
    segments.addAll(folder.openAll());
    long sealed = segments.stream().mapToLong(Segment::lastSequence).max().orElse(0);
    long[] replayed = {0};
    WriteAheadLog.Opened opened =
        WriteAheadLog.open(
            dir.resolve("wal"),
            new WriteAheadLog.Options(
                config.forceInterval().isZero(),
                config.forceInterval().isZero()
                    ? java.time.Duration.ofSeconds(1)
                    : config.forceInterval(),
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
            segments.size(),
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
  public void append(List<Span> spans) {
    if (spans.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      long waiting = head.spans() + (sealing == null ? 0 : sealing.spans());
      if (waiting >= (long) config.sealSpans() * HEADS_BEFORE_OVERLOAD) {
        refused.incrementAndGet();
        sealWanted = true;
        changed.signalAll();
        throw new StoreOverloadedException(
            "%d spans wait to be sealed; try again".formatted(waiting));
      }
    } finally {
      lock.unlock();
    }
    int count = spans.size();
    var _ = wal.append(SpanBlock.encode(spans), count, first -> apply(spans, first + count - 1));
    taken.addAndGet(spans.size());
  }

  /// Takes a batch that was found in the log at opening into the head.
  private void replay(WalFrame frame) {
    try {
      apply(SpanBlock.decode(frame.payload()), frame.lastSequence());
    } catch (CorruptDataException e) {
      logger.error("event=span_batch_unreadable sequence={}", frame.firstSequence(), e);
    }
  }

  /// Takes a batch into the head; called in the order of the log, by its writer's thread once it is
  /// open.
  private void apply(List<Span> spans, long lastSequence) {
    Instant now = clock.instant();
    lock.lock();
    try {
      head.add(spans, lastSequence);
      long nowNanos = now.getEpochSecond() * NANOS + now.getNano();
      for (Span span : spans) {
        graph.observe(span, nowNanos);
      }
      if (head.spans() >= config.sealSpans()) {
        sealWanted = true;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<TraceSummary> find(TraceQuery query) {
    SpanFilter filter = new SpanFilter(query);
    List<Long> terms = Terms.required(query);
    Map<String, Long> found = new LinkedHashMap<>(); // trace id to start
    try (View view = view()) {
      for (Head part : view.heads) {
        int kept = 0;
        for (TraceRow row : part.candidates(terms, filter)) {
          query.deadline().check();
          String id = row.traceId();
          if (!found.containsKey(id) && part.spans(id).stream().anyMatch(filter::test)) {
            found.put(id, row.minStart());
            if (++kept == query.limit()) {
              break;
            }
          }
        }
      }
      for (Segment segment : view.segments.reversed()) {
        findIn(segment, query, terms, filter, found);
      }
      List<TraceSummary> summaries = new ArrayList<>();
      found.entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
          .limit(query.limit())
          .forEach(
              entry -> summaries.add(Summaries.of(entry.getKey(), view.spans(entry.getKey()))));
      summaries.sort(Comparator.comparingLong(TraceSummary::startNanos).reversed());
      return summaries;
    }
  }

  private void findIn(
      Segment segment,
      TraceQuery query,
      List<Long> terms,
      SpanFilter filter,
      Map<String, Long> found) {
    try {
      int kept = 0;
      for (int row : segment.candidates(terms, filter)) {
        query.deadline().check();
        TraceRow trace = segment.row(row);
        String id = trace.traceId();
        if (!found.containsKey(id) && segment.spans(row).stream().anyMatch(filter::test)) {
          found.put(id, trace.minStart());
          if (++kept == query.limit()) {
            return;
          }
        }
      }
    } catch (CorruptDataException e) {
      setAside(segment, e);
    }
  }

  @Override
  public Optional<Trace> trace(String traceId, Deadline deadline) {
    String id = "0".repeat(Math.max(0, 32 - traceId.length())) + traceId;
    try (View view = view()) {
      deadline.check();
      List<Span> spans = view.spans(id);
      return spans.isEmpty() ? Optional.empty() : Optional.of(new Trace(id, spans));
    }
  }

  @Override
  public List<String> services() {
    Set<String> names = new TreeSet<>();
    try (View view = view()) {
      view.heads.forEach(part -> names.addAll(part.services()));
      view.segments.forEach(segment -> names.addAll(segment.operations().keySet()));
    }
    return List.copyOf(names);
  }

  @Override
  public List<Operation> operations(String service) {
    Set<Operation> all = new HashSet<>();
    try (View view = view()) {
      view.heads.forEach(part -> all.addAll(part.operations(service)));
      view.segments.forEach(
          segment -> all.addAll(segment.operations().getOrDefault(service, Set.of())));
    }
    return all.stream()
        .sorted(Comparator.comparing(Operation::name).thenComparing(Operation::kind))
        .limit(MAX_OPERATIONS)
        .toList();
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
      segments.forEach(segment -> counts.addAll(segment.edges()));
    } finally {
      lock.unlock();
    }
    counts.removeIf(count -> count.hour() < fromHour || count.hour() > toHour);
    return EdgeSums.of(counts);
  }

  @Override
  public TraceCapabilities capabilities() {
    return new TraceCapabilities(true, true, true, false);
  }

  public TraceStats stats() {
    lock.lock();
    try {
      return new TraceStats(
          taken.get(),
          head.spans() + (sealing == null ? 0 : sealing.spans()),
          segments.size(),
          segments.stream().mapToLong(Segment::sizeBytes).sum(),
          refused.get(),
          folder.dropped(),
          folder.broken());
    } finally {
      lock.unlock();
    }
  }

  /// Seals the head now and waits for it; for shutdown, snapshots and tests.
  public void seal() {
    lock.lock();
    try {
      Head wanted = head;
      if (wanted.spans() == 0) {
        return;
      }
      sealWanted = true;
      changed.signalAll();
      while (!closed && (head == wanted || sealing == wanted)) {
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
        while (!sealWanted && !closed && sealing == null && left > 0) {
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
      dropOld();
    }
  }

  /// The head to seal now, if any; guarded by lock.
  private @Nullable Head nextToSeal() {
    if (sealing != null) {
      return sealing; // the last try failed
    }
    boolean old = !head.begun().plus(config.sealAge()).isAfter(clock.instant());
    if (head.spans() == 0 || !(sealWanted || old)) {
      sealWanted = false;
      return null;
    }
    sealWanted = false;
    sealing = head;
    sealing.edges(graph.drain());
    head = new Head(clock.instant());
    return sealing;
  }

  private void write(Head part) {
    try {
      Path file = folder.fileFor(clock.instant(), part.lastSequence());
      SegmentWriter.write(part, file);
      Segment segment = Segment.open(file);
      lock.lock();
      try {
        segments.add(segment);
        sealing = null;
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

  private void dropOld() {
    List<Segment> dropped;
    lock.lock();
    try {
      dropped =
          folder.tooOldOrTooMuch(
              segments, clock.instant().minus(config.retention()), config.retentionBytes());
      segments.removeAll(dropped);
    } finally {
      lock.unlock();
    }
    folder.drop(dropped);
  }

  private void setAside(Segment segment, CorruptDataException cause) {
    logger.error("event=segment_damaged file={} action=kept_aside", segment.file(), cause);
    boolean removed;
    lock.lock();
    try {
      removed = segments.remove(segment);
    } finally {
      lock.unlock();
    }
    if (removed) {
      folder.setAside(segment.file());
      segment.close();
    }
  }

  private View view() {
    lock.lock();
    try {
      List<Head> heads = sealing == null ? List.of(head) : List.of(head, sealing);
      List<Segment> held = new ArrayList<>();
      for (Segment segment : segments) {
        if (segment.acquire()) {
          held.add(segment);
        }
      }
      return new View(heads, held);
    } finally {
      lock.unlock();
    }
  }

  /// What a reader sees: heads and segments as they were when it began.
  private final class View implements AutoCloseable {
    private final List<Head> heads;
    private final List<Segment> segments;

    private View(List<Head> heads, List<Segment> segments) {
      this.heads = heads;
      this.segments = segments;
    }

    /// All spans of a trace, by start.
    private List<Span> spans(String traceId) {
      List<Span> all = new ArrayList<>();
      heads.forEach(part -> all.addAll(part.spans(traceId)));
      for (Segment segment : segments) {
        try {
          all.addAll(segment.spans(traceId));
        } catch (CorruptDataException e) {
          setAside(segment, e);
        }
      }
      all.sort(Comparator.comparingLong(Span::startNanos).thenComparing(Span::spanId));
      return all;
    }

    @Override
    public void close() {
      segments.forEach(Segment::release);
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
    lock.lock();
    try {
      segments.forEach(Segment::close);
      segments.clear();
    } finally {
      lock.unlock();
    }
  }
}
