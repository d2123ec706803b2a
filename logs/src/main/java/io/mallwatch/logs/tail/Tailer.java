package io.mallwatch.logs.tail;

import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the files of its inputs and brings their lines to the store, each at least once: how far
/// a file was read is saved after the store acknowledged. A line that is read again after a crash
/// has the id it had, so that the store keeps it once. When the store has no room nothing is read;
/// the files are the buffer.
///
/// One thread reads, a stretch of each file in turn. [#report()] may be called from any thread.
public final class Tailer implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Tailer.class);

  private static final Duration LOOK_FOR_GROWTH = Duration.ofMillis(200);
  private static final Duration SCAN_AT_LEAST = Duration.ofSeconds(1);
  private static final Duration SAVE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration CLOSE_IDLE = Duration.ofMinutes(5);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
  private static final int SCAN_SHARE = 20; // of the time goes into searching, one part in twenty
  private static final int SHIPMENT_BYTES = 1 << 20;
  private static final int SHIPMENT_ENTRIES = 4_000;
  private static final int MAX_OPEN = 1_000;

  private final List<TailInput> inputs;
  private final LineSink sink;
  private final TailRegistry registry;
  private final FileBook book;
  private final FileReading reading;
  private final InstantSource clock;
  private final Shipment shipment = new Shipment();
  private final ReentrantLock lock = new ReentrantLock(); // of `closing`; no work is done under it
  private final Condition stop = lock.newCondition();
  private boolean closing; // guarded by lock

  private long nextScan;
  private long nextSave;
  private boolean dirty;
  private long retryAt;
  private long pauseMillis;
  private int turn;
  private long entries;
  private long bytes;
  private long refused;
  private long waits;
  private long failedSaves;
  private @Nullable Thread thread;
  private volatile TailReport report = TailReport.EMPTY;

  /// @param folder for the registry
  /// @param zone of times that name none
  /// @param lineages names of contents; random, so that no two are the same
  public Tailer(
      List<TailInput> inputs,
      LineSink sink,
      Path folder,
      InstantSource clock,
      ZoneId zone,
      RandomGenerator lineages) {
    this.inputs = List.copyOf(inputs);
    this.sink = sink;
    this.registry = new TailRegistry(folder.resolve("registry"));
    boolean knowsNothing = !registry.exists();
    this.book = new FileBook(inputs, registry.load(), knowsNothing, lineages);
    this.reading = new FileReading(clock, zone);
    this.clock = clock;
  }

  /// The inputs, in order.
  public List<TailInput> inputs() {
    return inputs;
  }

  /// Begins to read, on a thread of its own.
  public void start() {
    thread = Thread.ofPlatform().daemon().name("mallwatch-tail").start(this::loop);
  }

  /// What is read and what is not, as of a moment ago.
  public TailReport report() {
    return report;
  }

  private void loop() {
    try {
      while (!isClosing()) {
        boolean more;
        try {
          more = round();
        } catch (RuntimeException e) {
          logger.error("event=tail_round_failed", e);
          more = false;
        }
        if (!more) {
          pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      long nanos = LOOK_FOR_GROWTH.toNanos();
      while (!closing && nanos > 0) {
        nanos = stop.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Looks for files when it is time to, reads a stretch of each that has more, and ships it.
  /// Returns whether something was read. Not thread-safe; [#start()] calls it, or a test.
  boolean round() {
    Instant now = clock.instant();
    long nowMillis = now.toEpochMilli();
    // also while the store has no room: a file that was met is found again wherever it goes
    if (nowMillis >= nextScan && !scan(nowMillis)) {
      return false;
    }
    if (!shipment.isEmpty() && (nowMillis < retryAt || !ship(now))) {
      return false;
    }
    boolean more = readAll(now);
    if (!shipment.isEmpty() && !ship(now)) {
      more = false;
    }
    if (dirty && nowMillis >= nextSave) {
      save(nowMillis);
    }
    refresh();
    return more;
  }

  private boolean scan(long nowMillis) {
    long began = System.nanoTime();
    boolean saveFirst = book.scan(nowMillis);
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    nextScan = nowMillis + Math.max(SCAN_AT_LEAST.toMillis(), took * SCAN_SHARE);
    dirty |= saveFirst;
    closeIdle(nowMillis);
    // a new content must have its name for ever before anything of it is shipped
    return !saveFirst || save(nowMillis);
  }

  private boolean readAll(Instant now) {
    List<TailedFile> files = new ArrayList<>(book.files());
    Collections.rotate(files, -(turn++ % Math.max(1, files.size())));
    boolean more = false;
    for (TailedFile file : files) {
      TailInput input = file.input;
      if (input == null) {
        continue;
      }
      switch (reading.read(file, input, now, shipment)) {
        case MORE -> more = true;
        case NOTHING -> {
          // the next one
        }
        case LOST -> {
          file.lost(now.toEpochMilli());
          dirty = true;
          nextScan = 0;
        }
      }
      boolean full =
          shipment.bytes >= SHIPMENT_BYTES || shipment.entries.size() >= SHIPMENT_ENTRIES;
      if (full && !ship(now)) {
        return false;
      }
    }
    return more;
  }

  /// Brings what was read to the store; when that fails it is kept, and nothing more is read.
  private boolean ship(Instant now) {
    try {
      if (!shipment.entries.isEmpty()) {
        sink.accept(List.copyOf(shipment.entries), List.copyOf(shipment.ids), shipment);
      }
    } catch (StoreOverloadedException | StoreUnavailableException e) {
      waits++;
      pauseMillis = Math.clamp(pauseMillis * 2, 100, MAX_PAUSE.toMillis());
      retryAt = now.toEpochMilli() + pauseMillis;
      refresh();
      return false;
    } catch (RuntimeException e) {
      logger.error("event=shipment_refused entries={}", shipment.entries.size(), e);
      if (!shipOneByOne(now)) {
        return false;
      }
    }
    shipped(now);
    return true;
  }

  /// One entry that the store cannot take must not hold up all others.
  private boolean shipOneByOne(Instant now) {
    for (int i = 0; i < shipment.entries.size(); i++) {
      try {
        sink.accept(
            List.of(shipment.entries.get(i)), List.of(shipment.ids.get(i)), shipment.only(i));
      } catch (StoreOverloadedException | StoreUnavailableException e) {
        waits++;
        retryAt = now.toEpochMilli() + MAX_PAUSE.toMillis();
        return false;
      } catch (RuntimeException e) {
        refused++;
        logger.error("event=line_refused id={}", shipment.ids.get(i), e);
      }
    }
    return true;
  }

  private void shipped(Instant now) {
    pauseMillis = 0;
    entries += shipment.entries.size();
    bytes += shipment.bytes;
    for (Shipment.Progress progress : shipment.progress) {
      TailedFile file = progress.file();
      file.offset = progress.offset();
      file.check = progress.check();
      file.done = progress.done();
      file.lines += progress.entries();
      file.lastRead = now;
      if (file.done) {
        file.closeContent();
      }
    }
    shipment.clear();
    dirty = true;
  }

  private boolean save(long nowMillis) {
    try {
      registry.save(book.entries());
      dirty = false;
      nextSave = nowMillis + SAVE_INTERVAL.toMillis();
      return true;
    } catch (IOException e) {
      failedSaves++;
      nextSave = nowMillis + MAX_PAUSE.toMillis();
      nextScan = nextSave;
      logger.warn("event=tail_registry_not_saved reason={}", e.toString());
      return false;
    }
  }

  private void closeIdle(long nowMillis) {
    List<TailedFile> open = book.files().stream().filter(file -> file.content != null).toList();
    for (TailedFile file : open) {
      if (nowMillis - file.grownMillis > CLOSE_IDLE.toMillis() && file.offset >= file.size) {
        file.closeContent();
      }
    }
    if (open.size() > MAX_OPEN) {
      open.stream()
          .sorted(Comparator.comparingLong(file -> file.grownMillis))
          .limit(open.size() - MAX_OPEN)
          .forEach(TailedFile::closeContent);
    }
  }

  private void refresh() {
    List<TailReport.FileStatus> files = new ArrayList<>();
    for (TailedFile file : book.files()) {
      TailInput input = file.input;
      if (input != null && !(file.isMissing() && file.content == null)) {
        files.add(status(file, input));
      }
    }
    List<TailReport.Ignored> ignored = new ArrayList<>();
    book.ignored().forEach((path, reason) -> ignored.add(new TailReport.Ignored(path, reason)));
    report =
        new TailReport(
            files,
            ignored,
            !shipment.isEmpty(),
            new TailReport.Totals(entries, bytes, refused, waits, reading.pieces(), failedSaves));
  }

  private static TailReport.FileStatus status(TailedFile file, TailInput input) {
    long lag = file.isCompressed() ? 0 : Math.max(0, file.size - file.offset);
    TailReport.State state =
        file.error != null
            ? TailReport.State.FAILED
            : file.done
                ? TailReport.State.DONE
                : file.isMissing()
                    ? TailReport.State.GONE
                    : file.waiting != Cutter.Waiting.NOTHING && lag > 0
                        ? TailReport.State.WAITING
                        : lag > 0 || file.isCompressed()
                            ? TailReport.State.BEHIND
                            : TailReport.State.CAUGHT_UP;
    return new TailReport.FileStatus(
        file.path,
        input.name(),
        state,
        file.offset,
        file.size,
        lag,
        file.lines,
        file.lastRead,
        file.error);
  }

  /// Stops reading; what the store acknowledged is saved.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      stop.signalAll();
    } finally {
      lock.unlock();
    }
    Thread running = thread;
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return; // the thread may still be at work
      }
    }
    if (dirty) {
      save(clock.instant().toEpochMilli());
    }
    book.files().forEach(TailedFile::closeContent);
  }
}
