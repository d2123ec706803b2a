package io.mallwatch.logs.lucene;

import io.mallwatch.logs.lucene.document.Terms;
import io.mallwatch.model.TimeRange;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All days, by folder `days/2026-11-02`. Days that cannot be read are moved to `quarantine/`, days
/// that are dropped to `trash/` and then deleted. Changed by the indexing thread alone; read by
/// any.
final class Partitions implements Days, Closeable {

  private static final Logger logger = LoggerFactory.getLogger(Partitions.class);

  private final Path root;
  private final LuceneLogConfig.Limits limits;
  private final Partition.DirectoryOpener directories;
  private final ConcurrentSkipListMap<Long, Partition> byDay = new ConcurrentSkipListMap<>();
  private final List<String> quarantined = new ArrayList<>();

  private Partitions(
      Path root, LuceneLogConfig.Limits limits, Partition.DirectoryOpener directories) {
    this.root = root;
    this.limits = limits;
    this.directories = directories;
  }

  /// Opens every day found below `root`.
  static Partitions open(
      Path root, LuceneLogConfig.Limits limits, Partition.DirectoryOpener directories)
      throws IOException {
    Partitions partitions = new Partitions(root, limits, directories);
    Path days = Files.createDirectories(root.resolve("days"));
    deleteTree(root.resolve("trash"));
    List<Path> folders;
    try (Stream<Path> all = Files.list(days)) {
      folders = all.filter(Files::isDirectory).sorted().toList();
    }
    for (Path folder : folders) {
      partitions.openOrQuarantine(folder);
    }
    return partitions;
  }

  private void openOrQuarantine(Path folder) throws IOException {
    long day;
    try {
      day = LocalDate.parse(folder.getFileName().toString()).toEpochDay();
    } catch (DateTimeException e) {
      logger.warn("event=unknown_folder folder={}", folder);
      return;
    }
    try {
      byDay.put(day, Partition.open(day, folder, limits, directories));
    } catch (IOException | IllegalArgumentException e) {
      logger.error("event=partition_unreadable folder={}", folder, e);
      moveToQuarantine(folder);
    }
  }

  private void moveToQuarantine(Path folder) throws IOException {
    Path target = free(root.resolve("quarantine"), folder.getFileName().toString());
    Files.move(folder, target);
    synchronized (quarantined) {
      quarantined.add(root.relativize(target).toString());
    }
  }

  /// Folders of days that could not be read, relative to the store's.
  List<String> quarantined() {
    synchronized (quarantined) {
      return List.copyOf(quarantined);
    }
  }

  /// The day's partition, or null.
  @Nullable Partition find(long day) {
    return byDay.get(day);
  }

  /// Every day, oldest first.
  List<Partition> all() {
    return List.copyOf(byDay.values());
  }

  @Override
  public List<Partition> covering(TimeRange range, boolean newestFirst) {
    long from = Terms.nanos(range.from());
    long to = Terms.nanos(range.to());
    if (from >= to) {
      return List.of();
    }
    var some = byDay.subMap(EntryId.dayOf(from), true, EntryId.dayOf(to - 1), true);
    return List.copyOf((newestFirst ? some.descendingMap() : some).values());
  }

  /// The day's partition, ready to be written to; when too many are, the one longest unused is
  /// closed for writing.
  Partition writable(long day) throws IOException {
    Partition partition = byDay.get(day);
    if (partition == null) {
      Path folder = root.resolve("days").resolve(LocalDate.ofEpochDay(day).toString());
      partition = Partition.open(day, folder, limits, directories);
      byDay.put(day, partition);
    }
    if (!partition.isWriting()) {
      makeRoom();
      partition.startWriting();
    }
    return partition;
  }

  private void makeRoom() throws IOException {
    List<Partition> writing = new ArrayList<>(byDay.values());
    writing.removeIf(partition -> !partition.isWriting() || partition.isSealing());
    writing.sort(Comparator.comparingLong(Partition::lastWriteMillis));
    for (int i = 0; i <= writing.size() - limits.openWriters(); i++) {
      writing.get(i).stopWriting();
    }
  }

  /// Number of the last entry that any partition has, 0 when there is none.
  long lastApplied() {
    return byDay.values().stream().mapToLong(Partition::applied).max().orElse(0);
  }

  /// Number before the first entry that a crash would lose from the index; `last` when there is
  /// none.
  long committedThrough(long last) {
    return byDay.values().stream()
        .mapToLong(Partition::firstUncommitted)
        .filter(sequence -> sequence > 0)
        .map(sequence -> sequence - 1)
        .min()
        .orElse(last);
  }

  /// Removes a day with all its entries.
  void drop(Partition partition) throws IOException {
    byDay.remove(partition.day());
    partition.close();
    Path trash = free(root.resolve("trash"), partition.folder().getFileName().toString());
    Files.move(partition.folder(), trash);
    deleteTree(trash);
  }

  /// Takes a day that turned out to be unreadable out of the store.
  void quarantine(Partition partition) throws IOException {
    if (byDay.remove(partition.day(), partition)) {
      partition.close();
      moveToQuarantine(partition.folder());
    }
  }

  private static Path free(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    Path target = folder.resolve(name);
    for (int i = 2; Files.exists(target); i++) {
      target = folder.resolve(name + "-" + i);
    }
    return target;
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// First moment of a day.
  static Instant startOf(long day) {
    return Instant.ofEpochSecond(day * 86_400L);
  }

  @Override
  public void close() throws IOException {
    for (Partition partition : byDay.values()) {
      partition.close();
    }
  }
}
