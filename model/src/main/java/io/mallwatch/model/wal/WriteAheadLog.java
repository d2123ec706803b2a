package io.mallwatch.model.wal;

import io.mallwatch.model.StoreUnavailableException;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A numbered sequence of batches in a folder of files. One thread writes: it takes whatever waits,
/// writes it with one call, then wakes the callers (group commit). A second thread brings the file
/// to the disk in intervals, unless every write waits for the disk.
///
/// A batch whose write fails was not kept, and leaves nothing behind in the file. Thread-safe.
public final class WriteAheadLog implements AutoCloseable {

  private static final Logger logger = System.getLogger(WriteAheadLog.class.getName());

  private static final String SUFFIX = ".wal";
  private static final int QUEUE = 256;
  private static final int MAX_GROUP = 64;

  private final Path folder;
  private final Options options;
  private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread writer;
  private final Thread syncer;
  private final AtomicLong unsyncedBytes = new AtomicLong();
  private final AtomicLong syncFailures = new AtomicLong();

  private final Object filesLock = new Object();
  private final TreeMap<Long, Path> files = new TreeMap<>(); // guarded by filesLock
  private volatile @Nullable WalFile active;
  private volatile boolean closed;

  private long activeSize; // only touched by the writer, after open
  private volatile long nextSequence;

  /// @param forceEveryWrite whether an append waits for the disk
  /// @param forceInterval how often the file is brought to the disk otherwise
  /// @param fileBytes a new file is begun when one is longer
  /// @param opener makes the files
  public record Options(
      boolean forceEveryWrite, Duration forceInterval, long fileBytes, WalFile.Opener opener) {}

  /// What was found when the log was opened.
  ///
  /// @param frames batches that are whole
  /// @param tornBytes cut from the end, left there by an interrupted write
  /// @param brokenStretches stretches inside that are no frame; each is kept in a file of `broken/`
  public record Found(long frames, long tornBytes, int brokenStretches) {}

  private record Request(
      byte[] payload, int count, LongConsumer written, CompletableFuture<Long> done) {}

  private WriteAheadLog(Path folder, Options options, ThreadFactory threads) {
    this.folder = folder;
    this.options = options;
    this.writer = threads.newThread(this::writeLoop);
    this.syncer = threads.newThread(this::syncLoop);
  }

  /// Opens the log in `folder`, hands every frame found to `replay`, in order, and begins a new
  /// file.
  ///
  /// @param atLeast lowest sequence number to give next
  public static Opened open(
      Path folder, Options options, long atLeast, ThreadFactory threads, Consumer<WalFrame> replay)
      throws IOException {
    Files.createDirectories(folder);
    WriteAheadLog log = new WriteAheadLog(folder, options, threads);
    Found found = log.recover(atLeast, replay);
    log.beginFile();
    log.writer.setName("mallwatch-wal-" + folder.getFileName());
    log.syncer.setName("mallwatch-wal-sync-" + folder.getFileName());
    log.writer.start();
    log.syncer.start();
    return new Opened(log, found);
  }

  /// @param log the open log
  /// @param found what it held
  public record Opened(WriteAheadLog log, Found found) {}

  private Found recover(long atLeast, Consumer<WalFrame> replay) throws IOException {
    long next = Math.max(1, atLeast);
    long frames = 0;
    long torn = 0;
    int broken = 0;
    List<Path> found = list();
    for (int i = 0; i < found.size(); i++) {
      Path path = found.get(i);
      long[] last = {firstSequence(path) - 1};
      WalReader.Scan scan =
          WalReader.read(
              path,
              frame -> {
                last[0] = Math.max(last[0], frame.lastSequence());
                replay.accept(frame);
              });
      frames += scan.frames();
      List<WalReader.Broken> tail = i == found.size() - 1 ? scan.torn() : List.of();
      for (WalReader.Broken stretch : scan.broken()) {
        if (tail.contains(stretch)) {
          torn += stretch.to() - stretch.from();
        } else {
          keepAside(path, stretch);
          broken++;
        }
      }
      next = Math.max(next, last[0] + 1);
      if (scan.frames() == 0) {
        Files.delete(path);
      } else {
        cut(path, tail);
        files.put(firstSequence(path), path);
      }
    }
    nextSequence = next;
    return new Found(frames, torn, broken);
  }

  private void keepAside(Path path, WalReader.Broken stretch) throws IOException {
    Path aside = Files.createDirectories(folder.resolve("broken"));
    Path copy = aside.resolve(path.getFileName() + "-" + stretch.from());
    byte[] all = Files.readAllBytes(path);
    Files.write(copy, java.util.Arrays.copyOfRange(all, stretch.from(), stretch.to()));
    logger.log(
        Logger.Level.WARNING,
        "event=wal_broken file={0} from={1} to={2}",
        path,
        stretch.from(),
        stretch.to());
  }

  private static void cut(Path path, List<WalReader.Broken> tail) throws IOException {
    if (tail.isEmpty()) {
      return;
    }
    try (var channel =
        java.nio.channels.FileChannel.open(path, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(tail.getFirst().from());
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().matches("\\d{20}\\.wal"))
          .sorted()
          .toList();
    }
  }

  private static long firstSequence(Path path) {
    return Long.parseLong(path.getFileName().toString().substring(0, 20));
  }

  /// Keeps a batch of `count` entries and returns the number of the first.
  ///
  /// @param written is told that number as soon as the batch is kept, on the writer's thread, in
  ///   the order of the numbers; must not block
  /// @throws StoreUnavailableException when it could not be written or the log is closed; nothing
  ///   was kept
  public long append(byte[] payload, int count, LongConsumer written) {
    if (payload.length > WalFrame.MAX_PAYLOAD) {
      throw new IllegalArgumentException("batch of %d bytes".formatted(payload.length));
    }
    Request request = new Request(payload, count, written, new CompletableFuture<>());
    try {
      while (!queue.offer(request, 100, TimeUnit.MILLISECONDS)) {
        if (closed) {
          throw new StoreUnavailableException("the store is closed");
        }
      }
      if (closed && queue.remove(request)) {
        throw new StoreUnavailableException("the store is closed");
      }
      return request.done.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting to write", e);
    } catch (CompletionException e) {
      throw new StoreUnavailableException("the write-ahead log cannot be written", e);
    }
  }

  /// Calls `sink` with every frame that has an entry from `from` to `to`, both included.
  public void read(long from, long to, Consumer<WalFrame> sink) throws IOException {
    List<Path> paths;
    synchronized (filesLock) {
      Long first = files.floorKey(from);
      paths = List.copyOf(files.tailMap(first == null ? 0 : first, true).values());
    }
    for (Path path : paths) {
      if (firstSequence(path) > to) {
        break;
      }
      var _ =
          WalReader.read(
              path,
              frame -> {
                if (frame.lastSequence() >= from && frame.firstSequence() <= to) {
                  sink.accept(frame);
                }
              });
    }
  }

  /// Deletes files that hold only entries up to `sequence`.
  public void trim(long sequence) throws IOException {
    List<Path> old = new ArrayList<>();
    synchronized (filesLock) {
      while (files.size() > 1 && files.higherKey(files.firstKey()) <= sequence + 1) {
        old.add(files.pollFirstEntry().getValue());
      }
    }
    for (Path path : old) {
      Files.deleteIfExists(path);
    }
  }

  /// Number that the next entry will have.
  public long nextSequence() {
    return nextSequence;
  }

  /// Times that the disk refused to take what was written.
  public long syncFailures() {
    return syncFailures.get();
  }

  private void writeLoop() {
    List<Request> group = new ArrayList<>();
    while (true) {
      try {
        Request first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          if (closed) {
            return;
          }
          continue;
        }
        group.add(first);
        queue.drainTo(group, MAX_GROUP - 1);
        write(group);
      } catch (InterruptedException e) {
        if (closed) {
          return;
        }
      } catch (RuntimeException e) {
        logger.log(Logger.Level.ERROR, "event=wal_writer_failed", e);
        group.forEach(request -> request.done.completeExceptionally(e));
      }
      group.clear();
    }
  }

  private void write(List<Request> group) {
    List<WalFrame> frames = new ArrayList<>(group.size());
    ByteBuffer[] buffers = new ByteBuffer[2 * group.size()];
    long sequence = nextSequence;
    long bytes = 0;
    for (int i = 0; i < group.size(); i++) {
      Request request = group.get(i);
      WalFrame frame = new WalFrame(sequence, request.count, request.payload);
      frames.add(frame);
      buffers[2 * i] = frame.head();
      buffers[2 * i + 1] = ByteBuffer.wrap(request.payload);
      sequence += request.count;
      bytes += frame.lengthInFile();
    }
    try {
      WalFile file = writable();
      file.append(buffers);
      if (options.forceEveryWrite) {
        file.force();
      } else {
        unsyncedBytes.addAndGet(bytes);
      }
    } catch (IOException e) {
      undo(e, sequence);
      group.forEach(request -> request.done.completeExceptionally(e));
      return;
    }
    activeSize += bytes;
    nextSequence = sequence;
    for (int i = 0; i < group.size(); i++) {
      group.get(i).written.accept(frames.get(i).firstSequence());
      group.get(i).done.complete(frames.get(i).firstSequence());
    }
  }

  /// Takes back what a failed write may have left; when that fails too, the file is given up, and
  /// its numbers are not given again.
  private void undo(IOException cause, long behindGroup) {
    logger.log(
        Logger.Level.WARNING,
        "event=wal_write_failed folder={0} reason={1}",
        folder,
        cause.getMessage());
    WalFile file = active;
    if (file == null) {
      return;
    }
    try {
      file.truncate(activeSize);
    } catch (IOException e) {
      active = null;
      nextSequence = behindGroup;
      closeQuietly(file);
    }
  }

  private WalFile writable() throws IOException {
    WalFile file = active;
    if (file != null && activeSize < options.fileBytes) {
      return file;
    }
    if (file != null) {
      file.force();
      active = null;
      closeQuietly(file);
    }
    return beginFile();
  }

  private WalFile beginFile() throws IOException {
    long first = nextSequence;
    Path path = folder.resolve("%020d%s".formatted(first, SUFFIX));
    Files.deleteIfExists(path); // given up without a frame
    WalFile file = options.opener.create(path);
    try {
      file.append(new ByteBuffer[] {ByteBuffer.wrap(WalReader.FILE_HEAD)});
    } catch (IOException e) {
      closeQuietly(file);
      throw e;
    }
    activeSize = WalReader.FILE_HEAD.length;
    active = file;
    synchronized (filesLock) {
      files.put(first, path);
    }
    return file;
  }

  private void syncLoop() {
    long millis = Math.max(1, options.forceInterval.toMillis());
    while (!closed) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        return;
      }
      sync();
    }
  }

  /// Brings what was written to the disk now.
  public void sync() {
    WalFile file = active;
    if (file == null || unsyncedBytes.getAndSet(0) == 0) {
      return;
    }
    try {
      file.force();
    } catch (java.nio.channels.ClosedChannelException e) {
      logger.log(Logger.Level.DEBUG, "event=wal_sync_skipped reason=file_ended");
    } catch (IOException e) {
      syncFailures.incrementAndGet();
      logger.log(Logger.Level.ERROR, "event=wal_sync_failed folder=" + folder, e);
    }
  }

  private void closeQuietly(WalFile file) {
    try {
      file.close();
    } catch (IOException e) {
      logger.log(
          Logger.Level.WARNING,
          "event=wal_close_failed folder={0} reason={1}",
          folder,
          e.getMessage());
    }
  }

  /// Writes what waits, brings it to the disk and ends the threads.
  @Override
  public void close() {
    closed = true;
    try {
      writer.join();
      syncer.interrupt();
      syncer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Request left = queue.poll();
    while (left != null) {
      left.done.completeExceptionally(new IOException("the store is closed"));
      left = queue.poll();
    }
    sync();
    WalFile file = active;
    active = null;
    if (file != null) {
      closeQuietly(file);
    }
  }
}
