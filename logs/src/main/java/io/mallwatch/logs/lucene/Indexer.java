package io.mallwatch.logs.lucene;

import io.mallwatch.logs.lucene.document.EntryCodec;
import io.mallwatch.logs.lucene.document.EntryDocuments;
import io.mallwatch.logs.lucene.document.EntryView;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.wal.WalFrame;
import io.mallwatch.model.wal.WriteAheadLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes to the index: takes batches in the order of their numbers, adds each
/// entry to its day, commits now and then and lets the write-ahead log go, drops old days. When the
/// disk fails it keeps what it has, and goes on from the write-ahead log once the disk works again.
final class Indexer implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Indexer.class);

  private static final int PERMIT_BYTES = 1_024;
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final LuceneLogConfig config;
  private final Partitions partitions;
  private final WriteAheadLog wal;
  private final InstantSource clock;
  private final StoreCounters counters;
  private final EntryDocuments documents;
  private final EntryView entry = new EntryView(); // only used by the thread
  private final Sealing sealing;
  private final Semaphore room;
  private final int roomPermits;
  private final LinkedBlockingQueue<Job> queue = new LinkedBlockingQueue<>(); // bounded by `room`
  private final Thread thread;
  private final ReentrantLock progress = new ReentrantLock();
  private final Condition progressed = progress.newCondition();
  private long indexed; // guarded by progress
  private volatile long queued;
  private volatile boolean stalled;
  private volatile boolean closing;

  /// What is kept for a shorter time than the configuration says.
  private volatile List<LuceneLogConfig.KeepRule> told = List.of();

  private final List<Runnable> regular = new ArrayList<>();

  // Only used by the thread.
  private long bytesSinceCheckpoint;
  private Instant lastCheckpoint;
  private Instant lastSweep;

  /// What the thread is asked to do.
  private sealed interface Job {}

  private record Index(long first, int count, byte[] payload, int permits) implements Job {}

  private record Replay(WalFrame frame) implements Job {}

  private record Drop(long sequence, Set<String> indices) implements Job {}

  private record Run(Runnable task) implements Job {}

  Indexer(
      LuceneLogConfig config,
      Partitions partitions,
      WriteAheadLog wal,
      InstantSource clock,
      StoreCounters counters,
      ThreadFactory threads) {
    this.config = config;
    this.partitions = partitions;
    this.wal = wal;
    this.clock = clock;
    this.counters = counters;
    this.sealing = new Sealing(config.freshness().sealAfter(), partitions, counters);
    this.documents = new EntryDocuments(counters.of("data_leaf_not_indexed"));
    this.roomPermits = permitsFor(config.limits().pendingBytes());
    this.room = new Semaphore(roomPermits, true);
    this.lastCheckpoint = clock.instant();
    this.lastSweep = Instant.MIN;
    this.thread = threads.newThread(this::loop);
    thread.setName("mallwatch-logs-index");
  }

  void start() {
    thread.start();
  }

  /// Takes room for a batch; 0 when there is none in time.
  int reserve(long bytes) {
    int permits = Math.min(roomPermits, permitsFor(bytes));
    try {
      long wait = config.limits().overloadWait().toNanos();
      return room.tryAcquire(permits, wait, TimeUnit.NANOSECONDS) ? permits : 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /// Gives back room that was not used.
  void giveBack(int permits) {
    room.release(permits);
  }

  private static int permitsFor(long bytes) {
    return Math.clamp(bytes / PERMIT_BYTES + 1, 1, Integer.MAX_VALUE);
  }

  /// Queues a batch that was written to the log.
  ///
  /// @param permits the room that was taken for it
  void index(long first, int count, byte[] payload, int permits) {
    queue.add(new Index(first, count, payload, permits));
    queued = first + count - 1;
  }

  /// Queues the deletion of indices that was written to the log.
  void drop(long sequence, Set<String> indices) {
    queue.add(new Drop(sequence, indices));
    queued = sequence;
  }

  /// Queues a batch that was found in the log at the start.
  void replay(WalFrame frame) {
    queue.add(new Replay(frame));
    queued = frame.lastSequence();
  }

  /// Runs `task` on the indexing thread, after what is queued.
  void run(Runnable task) {
    queue.add(new Run(task));
  }

  /// Whether the disk does not take what should be indexed.
  boolean stalled() {
    return stalled;
  }

  /// Bytes that wait, roughly.
  long pendingBytes() {
    return (long) (roomPermits - room.availablePermits()) * PERMIT_BYTES;
  }

  /// Waits until everything that is queued now is indexed, but at most `limit`; whether it is.
  boolean await(Duration limit, Deadline deadline) {
    long sequence = queued;
    long left = Math.min(limit.toNanos(), deadline.left().toNanos());
    progress.lock();
    try {
      while (indexed < sequence && left > 0 && !stalled) {
        left = progressed.awaitNanos(left);
      }
      return indexed >= sequence;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      progress.unlock();
    }
  }

  /// Has `task` run on the indexing thread about every second; before [#start()].
  void every(Runnable task) {
    regular.add(task);
  }

  private void loop() {
    while (true) {
      try {
        Job job = queue.poll(closing ? 0 : 1_000, TimeUnit.MILLISECONDS);
        if (job != null) {
          work(job);
        } else if (closing) {
          break;
        }
        maintain();
      } catch (InterruptedException e) {
        logger.debug("event=indexer_interrupted");
      } catch (IOException | RuntimeException e) {
        counters.of("index_error").increment();
        logger.error("event=indexer_failed", e);
      }
    }
    checkpoint();
  }

  private void work(Job job) {
    switch (job) {
      case Index(long first, int count, byte[] payload, int permits) -> {
        try {
          apply(first, payload);
        } finally {
          room.release(permits);
          bytesSinceCheckpoint += payload.length;
          done(first + count - 1);
        }
      }
      case Replay(WalFrame frame) -> {
        try {
          apply(frame.firstSequence(), frame.payload());
        } finally {
          done(frame.lastSequence());
        }
      }
      case Drop(long sequence, Set<String> indices) -> {
        apply(sequence, indices);
        done(sequence);
      }
      case Run(Runnable task) -> task.run();
    }
  }

  private void done(long sequence) {
    progress.lock();
    try {
      indexed = Math.max(indexed, sequence);
      progressed.signalAll();
    } finally {
      progress.unlock();
    }
  }

  private void apply(long first, byte[] payload) {
    try {
      switch (EntryCodec.decodeWritten(payload)) {
        case EntryCodec.Batch batch -> apply(first, batch);
        case EntryCodec.Drop(Set<String> indices) -> apply(first, indices);
      }
    } catch (CorruptDataException e) {
      counters.of("batch_unreadable").increment();
      logger.error("event=batch_unreadable first={}", first, e);
    }
  }

  private void apply(long sequence, Set<String> dropped) {
    for (Partition partition : partitions.all()) {
      try {
        drop(partition, sequence, dropped);
      } catch (IOException | AlreadyClosedException e) {
        recover(partition.day(), sequence, e);
      }
    }
  }

  /// Deletes indices from a day; the day as a whole when it has no others.
  private void drop(Partition partition, long sequence, Set<String> dropped) throws IOException {
    if (sequence <= partition.applied()) {
      return;
    }
    Set<String> there = partition.indices();
    if (dropped.containsAll(there)) {
      partitions.drop(partition);
    } else if (there.stream().anyMatch(dropped::contains)) {
      partitions.writable(partition.day()).delete(dropped, sequence, clock.millis());
    }
  }

  private void apply(long first, EntryCodec.Batch batch) {
    Map<Long, List<Integer>> byDay = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      byDay.computeIfAbsent(dayOf(batch, i), _ -> new ArrayList<>()).add(i);
    }
    byDay.forEach((day, members) -> {
      try {
        add(partitions.writable(day), first, batch, members);
      } catch (IOException | AlreadyClosedException e) {
        recover(day, first + batch.size() - 1, e);
      }
    });
  }

  private long dayOf(EntryCodec.Batch batch, int i) {
    batch.read(i, entry);
    return EntryId.dayOf(entry.nanos());
  }

  private void add(Partition partition, long first, EntryCodec.Batch batch, List<Integer> members)
      throws IOException {
    long now = clock.millis();
    for (int i : members) {
      long sequence = first + i;
      if (sequence <= partition.applied()) {
        continue;
      }
      try {
        batch.read(i, entry);
        partition.add(
            documents.of(entry, batch.index(), batch.id(i), sequence, partition.paths()),
            sequence,
            now);
      } catch (IllegalArgumentException e) {
        counters.of("entry_not_indexed").increment();
        logger.error("event=entry_not_indexed sequence={}", sequence, e);
        partition.applied(sequence, now);
      }
    }
  }

  /// Opens the day, and any other whose writer gave up, anew and adds what they lost from the
  /// write-ahead log, again and again until the disk lets it, or the store is closed: then the next
  /// start does so.
  private void recover(long day, long through, Exception cause) {
    logger.error("event=index_stalled day={} reason={}", day, String.valueOf(cause));
    stalled = true;
    done(0);
    while (!closing) {
      try {
        reopen(day, through);
        for (Partition partition : partitions.all()) {
          if (partition.isBroken()) {
            reopen(partition.day(), through);
          }
        }
        stalled = false;
        logger.info("event=index_resumed day={}", day);
        return;
      } catch (IOException | AlreadyClosedException e) {
        counters.of("index_retry").increment();
        logger.warn("event=index_retry_failed day={} reason={}", day, String.valueOf(e));
        pause();
      }
    }
  }

  private void reopen(long day, long through) throws IOException {
    Partition broken = partitions.find(day);
    if (broken != null) {
      broken.reopen();
    }
    replay(partitions.writable(day), through);
  }

  private void replay(Partition partition, long through) throws IOException {
    wal.read(
        partition.applied() + 1,
        through,
        frame -> {
          if (!(EntryCodec.decodeWritten(frame.payload()) instanceof EntryCodec.Batch batch)) {
            replayDrop(partition, frame);
            return;
          }
          List<Integer> members = new ArrayList<>();
          for (int i = 0; i < batch.size(); i++) {
            if (dayOf(batch, i) == partition.day()) {
              members.add(i);
            }
          }
          try {
            add(partition, frame.firstSequence(), batch, members);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  private void replayDrop(Partition partition, WalFrame frame) {
    if (EntryCodec.decodeWritten(frame.payload()) instanceof EntryCodec.Drop drop) {
      try {
        partition.delete(drop.indices(), frame.firstSequence(), clock.millis());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      logger.debug("event=indexer_interrupted");
    }
  }

  /// From the next sweep on, in place of what was told before.
  void keep(List<LuceneLogConfig.KeepRule> rules) {
    told = List.copyOf(rules);
  }

  private void maintain() throws IOException {
    Instant now = clock.instant();
    regular.forEach(Runnable::run);
    Duration since = Duration.between(lastCheckpoint, now);
    LuceneLogConfig.Durability durability = config.durability();
    if (bytesSinceCheckpoint >= durability.checkpointBytes()
        || (bytesSinceCheckpoint > 0 && since.compareTo(durability.checkpointInterval()) >= 0)) {
      checkpoint();
    }
    for (Partition partition : partitions.all()) {
      if (partition.isBroken()) { // a search or a merge found the disk full
        recover(partition.day(), lastIndexed(), new IOException("the writer gave up"));
      }
    }
    if (queue.isEmpty() && !stalled && !closing) {
      sealing.run(now);
    }
    // The first one waits until the log was replayed, which would bring back what it drops.
    boolean first = lastSweep.equals(Instant.MIN);
    if (first ? queue.isEmpty() : !now.isBefore(lastSweep.plus(SWEEP))) {
      lastSweep = now;
      new RetentionSweep(config.retention().with(told), partitions, counters).run(now);
      for (Partition partition : partitions.all()) {
        if (partition.isWriting()
            && !partition.isSealing()
            && now.toEpochMilli() - partition.lastWriteMillis() > IDLE.toMillis()) {
          partition.stopWriting();
        }
      }
    }
  }

  /// Commits every day and deletes what the write-ahead log holds of it. Only on this thread.
  void checkpoint() {
    lastCheckpoint = clock.instant();
    bytesSinceCheckpoint = 0;
    for (Partition partition : partitions.all()) {
      try {
        partition.commit();
      } catch (IOException | AlreadyClosedException e) {
        counters.of("commit_failed").increment();
        logger.error("event=commit_failed folder={}", partition.folder(), e);
        if (partition.isBroken()) {
          recover(partition.day(), lastIndexed(), e);
        }
      }
    }
    if (stalled) {
      return; // the log is all there is of what the index could not take
    }
    try {
      wal.trim(partitions.committedThrough(lastIndexed()));
    } catch (IOException e) {
      logger.warn("event=wal_trim_failed reason={}", e.getMessage());
    }
  }

  /// Number up to which everything was added to the index.
  long lastIndexed() {
    progress.lock();
    try {
      return indexed;
    } finally {
      progress.unlock();
    }
  }

  /// Indexes what is queued, commits and ends the thread.
  @Override
  public void close() {
    closing = true;
    run(() -> {}); // wakes the thread
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
