package io.mallwatch.logs.lucene;

import io.mallwatch.logs.lucene.document.Columns;
import io.mallwatch.logs.lucene.document.DataPaths;
import io.mallwatch.logs.lucene.document.LogsCodec;
import io.mallwatch.logs.lucene.document.Terms;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The entries of one UTC day: a Lucene directory that is written to by the indexing thread alone
/// and searched by any. A writer is open only while entries come; what it committed up to is kept
/// with the commit, so that the write-ahead log can be replayed any number of times.
final class Partition implements Day, Closeable {

  private static final Logger logger = LoggerFactory.getLogger(Partition.class);

  private static final String APPLIED = "applied_sequence";
  private static final String SEALED = "sealed";
  private static final int MAX_SEGMENT_MEGABYTES = 2_048;

  private final long day;
  private final Path folder;
  private final LuceneLogConfig.Limits limits;
  private final Directory directory;
  private final Object readerLock = new Object();

  private @Nullable DirectoryReader reader; // guarded by readerLock
  private boolean closed; // guarded by readerLock
  private long refreshedNanos; // guarded by readerLock
  private volatile @Nullable IndexWriter writer;
  private volatile boolean changed;

  // Only used by the indexing thread.
  private DataPaths paths = new DataPaths(new Columns(0, Set.of(), Set.of()));
  private long applied;
  private long firstUncommitted;
  private long lastWriteMillis;
  private boolean sealed;
  private boolean sealing;
  private boolean deleted;
  private boolean spoiled; // something came while it was sealed

  private Partition(long day, Path folder, LuceneLogConfig.Limits limits, Directory directory) {
    this.day = day;
    this.folder = folder;
    this.limits = limits;
    this.directory = directory;
  }

  /// Opens the day's folder, or makes it.
  ///
  /// @throws IOException also when what is there cannot be read
  static Partition open(
      long day, Path folder, LuceneLogConfig.Limits limits, DirectoryOpener directories)
      throws IOException {
    Files.createDirectories(folder);
    Directory directory = directories.open(folder);
    try {
      Partition partition = new Partition(day, folder, limits, directory);
      if (DirectoryReader.indexExists(directory)) {
        partition.openReader();
      }
      return partition;
    } catch (IOException | RuntimeException e) {
      IOUtils.closeWhileHandlingException(directory);
      throw e;
    }
  }

  /// Opens a folder for Lucene; tests put a full disk behind it.
  @FunctionalInterface
  interface DirectoryOpener {
    Directory open(Path folder) throws IOException;
  }

  private void openReader() throws IOException {
    DirectoryReader opened = DirectoryReader.open(directory);
    Map<String, String> notes = opened.getIndexCommit().getUserData();
    applied = Long.parseLong(notes.getOrDefault(APPLIED, "0"));
    sealed = notes.containsKey(SEALED);
    firstUncommitted = 0;
    swap(opened);
  }

  @Override
  public long day() {
    return day;
  }

  @Override
  public Partition partition() {
    return this;
  }

  Path folder() {
    return folder;
  }

  /// Number of the last entry that was added; entries up to it must not be added again.
  long applied() {
    return applied;
  }

  /// Number of the first entry that a crash would lose from the index; 0 when there is none.
  long firstUncommitted() {
    return firstUncommitted;
  }

  long lastWriteMillis() {
    return lastWriteMillis;
  }

  boolean isWriting() {
    return writer != null;
  }

  /// Whether the writer gave up after an error and the partition must be opened anew.
  boolean isBroken() {
    IndexWriter open = writer;
    return open != null && !open.isOpen();
  }

  /// Opens the writer; does nothing when it is open.
  void startWriting() throws IOException {
    if (writer == null) {
      open(LogsCodec.live(), usualMerges());
    }
  }

  /// Opens the writer and has everything merged into one segment with small blocks, on the merge
  /// thread; [#stopWriting()] when it no longer [#isMerging()].
  void startSealing() throws IOException {
    open(LogsCodec.sealed(), new WholeDayMerges(usualMerges()));
    sealing = true;
    spoiled = false;
    Objects.requireNonNull(writer).forceMerge(1, false);
  }

  boolean isSealing() {
    return sealing;
  }

  boolean isMerging() {
    IndexWriter open = writer;
    return open != null
        && open.isOpen()
        && (open.hasPendingMerges() || !open.getMergingSegments().isEmpty());
  }

  /// Whether all of it is packed, and nothing came since.
  boolean isSealed() {
    return sealed;
  }

  boolean hasEntries() {
    return applied > 0;
  }

  private static MergePolicy usualMerges() {
    LogByteSizeMergePolicy merges = new LogByteSizeMergePolicy();
    merges.setMaxMergeMB(MAX_SEGMENT_MEGABYTES);
    merges.setNoCFSRatio(0);
    return merges;
  }

  private void open(Codec codec, MergePolicy merges) throws IOException {
    Set<String> withColumn = columnPaths();
    paths = new DataPaths(new Columns(limits.columns(), withColumn, namedPaths()));
    IndexWriterConfig config = new IndexWriterConfig();
    config.setCodec(codec);
    config.setRAMBufferSizeMB(limits.writerBytes() / 1024.0 / 1024.0);
    config.setUseCompoundFile(false);
    config.setCommitOnClose(false);
    config.setMergePolicy(merges);
    config.setMergeScheduler(new NamedMerges("mallwatch-logs-merge-" + folder.getFileName()));
    writer = new IndexWriter(directory, config);
    deleted = false;
  }

  private Set<String> columnPaths() throws IOException {
    Set<String> paths = new HashSet<>();
    try (Lease lease = lease(Duration.ZERO)) {
      if (lease != null) {
        for (LeafReaderContext leaf : lease.reader().leaves()) {
          for (FieldInfo field : leaf.reader().getFieldInfos()) {
            if (field.name.startsWith(Terms.TEXT_COLUMN)) {
              paths.add(field.name.substring(Terms.TEXT_COLUMN.length()));
            }
          }
        }
      }
    }
    return paths;
  }

  /// Paths that are named in entries, because they have no column or others below them.
  private Set<String> namedPaths() throws IOException {
    Set<String> paths = new HashSet<>();
    try (Lease lease = lease(Duration.ZERO)) {
      if (lease != null) {
        for (LeafReaderContext leaf : lease.reader().leaves()) {
          org.apache.lucene.index.Terms names = leaf.reader().terms(Terms.FIELDS);
          TermsEnum each = names == null ? TermsEnum.EMPTY : names.iterator();
          for (BytesRef name = each.next(); name != null; name = each.next()) {
            String text = name.utf8ToString();
            if (text.startsWith("data.")) {
              paths.add(text.substring("data.".length()));
            }
          }
        }
      }
    }
    return paths;
  }

  DataPaths paths() {
    return paths;
  }

  /// Adds an entry; the writer must be open.
  void add(Iterable<? extends IndexableField> document, long sequence, long nowMillis)
      throws IOException {
    Objects.requireNonNull(writer).addDocument(document);
    applied(sequence, nowMillis);
  }

  /// Notes that the entry was dealt with.
  void applied(long sequence, long nowMillis) {
    sealed = false;
    spoiled = true;
    applied = sequence;
    if (firstUncommitted == 0) {
      firstUncommitted = sequence;
    }
    lastWriteMillis = nowMillis;
    changed = true;
  }

  /// Deletes what these indices have here; the writer must be open.
  void delete(Set<String> indices, long sequence, long nowMillis) throws IOException {
    List<BytesRef> names = indices.stream().map(Terms::value).toList();
    Objects.requireNonNull(writer).deleteDocuments(new TermInSetQuery(Terms.INDEX, names));
    applied(sequence, nowMillis);
  }

  /// Deletes what passes, for good; the writer must be open.
  void delete(Query query) throws IOException {
    Objects.requireNonNull(writer).deleteDocuments(query);
    sealed = false;
    spoiled = true;
    deleted = true;
    changed = true;
  }

  /// Names of the indices that have entries here, as of now.
  Set<String> indices() throws IOException {
    Set<String> names = new HashSet<>();
    try (Lease lease = lease(Duration.ZERO)) {
      if (lease != null) {
        IndexCounts.of(lease.reader()).forEach((name, count) -> names.add(name));
      }
    }
    return names;
  }

  /// Brings everything to the disk.
  void commit() throws IOException {
    IndexWriter open = writer;
    if (open == null || (firstUncommitted == 0 && !deleted && !sealed)) {
      return;
    }
    Map<String, String> notes = new HashMap<>();
    notes.put(APPLIED, Long.toString(applied));
    if (sealed) {
      notes.put(SEALED, "");
    }
    open.setLiveCommitData(notes.entrySet());
    open.commit();
    firstUncommitted = 0;
    deleted = false;
  }

  /// Commits and closes the writer; the partition can still be searched.
  void stopWriting() throws IOException {
    IndexWriter open = writer;
    if (open == null) {
      return;
    }
    sealed = sealing && !spoiled && !isMerging();
    sealing = false;
    commit();
    synchronized (readerLock) {
      writer = null;
      changed = false;
    }
    open.close();
    if (DirectoryReader.indexExists(directory)) {
      openReader();
    }
  }

  /// Throws away what was not committed and opens the partition anew, to be replayed.
  void reopen() throws IOException {
    sealing = false;
    IndexWriter broken = writer;
    synchronized (readerLock) {
      writer = null;
      changed = false;
    }
    if (broken != null && broken.isOpen()) {
      broken.rollback();
    }
    if (DirectoryReader.indexExists(directory)) {
      openReader();
    } else {
      applied = 0;
      firstUncommitted = 0;
      swap(null);
    }
    startWriting();
  }

  /// The entries as they are now, or, when they were looked at less than `interval` ago, as they
  /// were then; null when there is nothing to read.
  @Override
  public @Nullable Lease lease(Duration interval) throws IOException {
    synchronized (readerLock) {
      if (closed) {
        return null;
      }
      if (changed && System.nanoTime() - refreshedNanos >= interval.toNanos()) {
        refresh();
      }
      if (reader == null && DirectoryReader.indexExists(directory)) {
        reader = DirectoryReader.open(directory);
      }
      DirectoryReader current = reader;
      if (current == null || !current.tryIncRef()) {
        return null;
      }
      return new Lease(current);
    }
  }

  // Only with readerLock.
  /// A reader of what is there now, or null when it is the one given. It flushes, and to interrupt
  /// the thread that does would close the files and end the writer; whoever searches may be
  /// interrupted, so that it is done on a thread that nobody knows.
  private static @Nullable DirectoryReader fresh(
      @Nullable DirectoryReader current, IndexWriter open) throws IOException {
    FutureTask<@Nullable DirectoryReader> opening =
        new FutureTask<>(() ->
            current == null
                ? DirectoryReader.open(open)
                : DirectoryReader.openIfChanged(current, open));
    var _ = Thread.ofVirtual().name("mallwatch-logs-refresh").start(opening);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return opening.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case IOException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case null, default -> throw new IOException(e);
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void refresh() throws IOException {
    IndexWriter open = writer;
    if (open == null) {
      return;
    }
    changed = false;
    DirectoryReader current = reader;
    try {
      DirectoryReader fresh = fresh(current, open);
      if (fresh != null) {
        reader = fresh;
        if (current != null) {
          current.decRef();
        }
      }
    } catch (CorruptIndexException e) {
      throw e;
    } catch (AlreadyClosedException | IOException e) {
      // The disk is full, or the writer gave up and is about to be replaced: search what there is.
      changed = true;
      logger.warn("event=refresh_failed partition={} reason={}", folder, String.valueOf(e));
    }
    refreshedNanos = System.nanoTime();
  }

  private void swap(@Nullable DirectoryReader next) throws IOException {
    synchronized (readerLock) {
      DirectoryReader last = reader;
      reader = next;
      if (last != null) {
        last.decRef();
      }
    }
  }

  /// Bytes on disk.
  long sizeBytes() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(Partition::size).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0; // dropped just now
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // merged away just now
    }
  }

  /// Ends it without a commit; searches under way can finish.
  @Override
  public void close() throws IOException {
    IndexWriter open = writer;
    synchronized (readerLock) {
      closed = true;
      writer = null;
    }
    if (open != null && open.isOpen()) {
      open.rollback();
    }
    swap(null);
    directory.close();
  }

  /// A reader that stays open until the lease is closed.
  record Lease(DirectoryReader reader) implements AutoCloseable {

    /// Another lease of the same; null when the reader was closed.
    @Nullable Lease again() {
      return reader.tryIncRef() ? this : null;
    }

    @Override
    public void close() throws IOException {
      reader.decRef();
    }
  }
}
