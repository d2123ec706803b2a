package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.metrics.tsdb.wal.Disk;
import io.mallwatch.model.CorruptDataException;
import io.mallwatch.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The blocks that queries see. Any thread may lease them and write new ones; one thread at a time
/// merges, retires and deletes.
public final class BlockSet implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(BlockSet.class);
  private static final Pattern NAME = Pattern.compile("block-(\\d{8,})");
  private static final String UNFINISHED = ".unfinished";
  private static final String QUARANTINE = "quarantine";

  private final Path dir;
  private final Disk disk;
  private final BlockDamage damage = new BlockDamage();
  private final LabelCache labels = new LabelCache();
  private final List<Path> quarantined = new ArrayList<>();
  private long nextNumber = 1;
  private volatile List<Block> blocks = List.of();

  private BlockSet(Path dir, Disk disk) {
    this.dir = dir;
    this.disk = disk;
  }

  /// Opens all blocks in `dir`. A damaged one is moved to `quarantine/` beside it; what a crash
  /// left unfinished or merged already is deleted.
  public static BlockSet open(Path dir) throws IOException {
    return open(dir, Disk.real());
  }

  /// As [#open(Path)], writing new blocks through `disk`.
  public static BlockSet open(Path dir, Disk disk) throws IOException {
    BlockSet set = new BlockSet(Files.createDirectories(dir), disk);
    set.load();
    return set;
  }

  private void load() throws IOException {
    List<Block> found = new ArrayList<>();
    Set<Long> replaced = new HashSet<>();
    for (Path folder : Folders.list(dir)) {
      String name = folder.getFileName().toString();
      Matcher matcher = NAME.matcher(name);
      if (name.endsWith(UNFINISHED)) {
        Folders.delete(folder);
      } else if (matcher.matches()) {
        nextNumber = Math.max(nextNumber, Long.parseLong(matcher.group(1)) + 1);
        openOrQuarantine(folder).ifPresent(found::add);
      }
    }
    found.forEach(block -> replaced.addAll(block.meta().replaces()));
    List<Block> live = new ArrayList<>();
    for (Block block : found) {
      if (replaced.contains(block.meta().number())) {
        block.retire(() -> Folders.delete(block.folder()));
      } else {
        live.add(block);
      }
    }
    blocks = sorted(live);
  }

  private Optional<Block> openOrQuarantine(Path folder) {
    try {
      return Optional.of(Block.open(folder, damage, labels));
    } catch (CorruptDataException | NoSuchFileException e) {
      logger.error("block_unreadable block={}", folder, e);
      setAside(folder);
    } catch (IOException e) {
      // Perhaps only now; it stays where it is for the next start.
      damage.block();
      logger.error("block_not_opened block={}", folder, e);
    }
    return Optional.empty();
  }

  private void setAside(Path folder) {
    try {
      Path quarantine = Files.createDirectories(dir.resolve(QUARANTINE));
      Path aside = quarantine.resolve(folder.getFileName());
      for (int copy = 2; Files.exists(aside); copy++) {
        aside = quarantine.resolve(folder.getFileName() + "-" + copy);
      }
      Files.move(folder, aside);
      logger.error("block_quarantined from={} to={}", folder, aside);
      synchronized (quarantined) {
        quarantined.add(aside);
      }
    } catch (IOException e) {
      logger.error("block_not_quarantined block={}", folder, e);
    }
  }

  private static List<Block> sorted(List<Block> blocks) {
    return blocks.stream()
        .sorted(
            Comparator.comparingLong((Block block) -> block.meta().fromMillis())
                .thenComparingLong(block -> block.meta().rank()))
        .toList();
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(BlockWriter writer) throws IOException;
  }

  /// Writes a block and makes it visible.
  ///
  /// @param series sorted by labels, none twice
  /// @return what was written; empty when there were no samples
  public Optional<BlockMeta> write(long fromMillis, long toMillis, Iterator<BlockSeries> series)
      throws IOException {
    Symbols.Growing symbols = new Symbols.Growing();
    return publish(
        fromMillis,
        toMillis,
        List.of(),
        symbols,
        writer -> {
          while (series.hasNext()) {
            BlockSeries next = series.next();
            writer.add(next.samples());
            writer.endSeries(pairs(next.labels(), symbols));
          }
        });
  }

  private static int[] pairs(Labels labels, Symbols.Growing symbols) {
    int[] pairs = new int[labels.size() * 2];
    for (int i = 0; i < labels.size(); i++) {
      pairs[2 * i] = symbols.number(labels.name(i));
      pairs[2 * i + 1] = symbols.number(labels.value(i));
    }
    return pairs;
  }

  /// Writes `sources` as one block, which takes their place; a single one to apply deletions and
  /// `keep`.
  ///
  /// @return what was written; empty when nothing was left (the sources go all the same) or a
  ///   source turned out damaged (then nothing has changed but that it is set aside)
  public Optional<BlockMeta> merge(List<Block> sources, Keep keep, Pace pace) throws IOException {
    for (Block source : sources) {
      if (!source.verify()) {
        quarantineDamaged();
        return Optional.empty();
      }
    }
    long from = sources.stream().mapToLong(block -> block.meta().fromMillis()).min().orElse(0);
    long to = sources.stream().mapToLong(block -> block.meta().toMillis()).max().orElse(0);
    BlockMerge merge = new BlockMerge(sources, keep, pace, damage);
    return publish(from, to, sources, merge.symbols(), merge::writeTo);
  }

  private Optional<BlockMeta> publish(
      long fromMillis, long toMillis, List<Block> replaced, Symbols symbols, Content content)
      throws IOException {
    long number = takeNumber();
    int level = 1 + replaced.stream().mapToInt(block -> block.meta().level()).max().orElse(0);
    long rank = replaced.stream().mapToLong(block -> block.meta().rank()).max().orElse(number);
    List<Long> sources = replaced.stream().map(block -> block.meta().number()).toList();
    BlockMeta plan = new BlockMeta(number, rank, fromMillis, toMillis, level, 0, 0, 0, 0, sources);
    String name = "block-%08d".formatted(number);
    Path unfinished = Files.createDirectory(dir.resolve(name + UNFINISHED));
    boolean published = false;
    try {
      BlockMeta written;
      try (BlockWriter writer = new BlockWriter(unfinished, symbols, disk)) {
        content.writeTo(writer);
        written = writer.finish(plan);
      }
      if (written.samples() == 0) {
        swap(Optional.empty(), replaced);
        return Optional.empty();
      }
      Folders.force(unfinished);
      Path folder = dir.resolve(name);
      Files.move(unfinished, folder);
      published = true;
      Folders.force(dir);
      swap(Optional.of(Block.open(folder, damage, labels)), replaced);
      return Optional.of(written);
    } finally {
      if (!published) {
        Folders.delete(unfinished);
      }
    }
  }

  private synchronized long takeNumber() {
    return nextNumber++;
  }

  /// Makes blocks invisible and deletes them when their last reader is done.
  public void drop(List<Block> dropped) {
    swap(Optional.empty(), dropped);
  }

  private void swap(Optional<Block> added, List<Block> removed) {
    change(added, removed);
    for (Block block : removed) {
      block.retire(() -> Folders.delete(block.folder()));
    }
  }

  private synchronized void change(Optional<Block> added, List<Block> removed) {
    List<Block> next = new ArrayList<>(blocks);
    next.removeAll(removed);
    added.ifPresent(next::add);
    blocks = sorted(next);
  }

  /// Reads one block that was not read whole since it was opened, to find damage.
  public void verifyNext() {
    for (Block block : blocks) {
      if (!block.isVerified() && !block.isDamaged()) {
        var _ = block.verify();
        return;
      }
    }
  }

  /// Sets aside blocks that turned out damaged, when their last reader is done.
  public void quarantineDamaged() {
    List<Block> damaged = blocks.stream().filter(Block::isDamaged).toList();
    if (!damaged.isEmpty()) {
      change(Optional.empty(), damaged);
      damaged.forEach(block -> block.retire(() -> setAside(block.folder())));
    }
  }

  /// Blocks with samples in `[fromMillis, toMillis]`, older data first, kept open until the lease
  /// is closed.
  public Lease lease(long fromMillis, long toMillis) {
    List<Block> held = new ArrayList<>();
    for (Block block : holdAll()) {
      if (block.meta().overlaps(fromMillis, toMillis)) {
        held.add(block);
      } else {
        block.release();
      }
    }
    return new Lease(List.copyOf(held));
  }

  /// Holds one whole generation of the list; a block that a merge retired meanwhile makes it start
  /// again with the list that has the merged one.
  private List<Block> holdAll() {
    while (true) {
      List<Block> generation = blocks;
      List<Block> held = new ArrayList<>();
      for (Block block : generation) {
        if (block.hold()) {
          held.add(block);
        }
      }
      if (held.size() == generation.size()) {
        return held;
      }
      held.forEach(Block::release);
    }
  }

  /// What each block says of itself, older data first.
  public List<BlockMeta> metas() {
    return blocks.stream().map(Block::meta).toList();
  }

  /// The blocks, for the thread that writes and retires.
  public List<Block> blocks() {
    return blocks;
  }

  /// The blocks with these numbers, for the thread that writes and retires.
  public List<Block> withNumbers(Set<Long> numbers) {
    return blocks.stream().filter(block -> numbers.contains(block.meta().number())).toList();
  }

  /// Folders that were set aside since the set was opened.
  public List<Path> quarantined() {
    synchronized (quarantined) {
      return List.copyOf(quarantined);
    }
  }

  /// Chunks that reads had to leave out.
  public long damagedChunks() {
    return damage.chunks();
  }

  /// Blocks that turned out damaged while they were read.
  public long damagedBlocks() {
    return damage.blocks();
  }

  @Override
  public void close() {
    List<Block> open = blocks;
    blocks = List.of();
    open.forEach(Block::release);
  }

  /// Blocks held open. Close it when the samples are copied out.
  public record Lease(List<Block> blocks) implements AutoCloseable {

    /// Copies the files of the blocks below `target` by hard link where the file system can.
    public void linkTo(Path target) throws IOException {
      for (Block block : blocks) {
        Path copy = Files.createDirectories(target.resolve(block.folder().getFileName()));
        for (Path file : Folders.list(block.folder())) {
          Path link = copy.resolve(file.getFileName());
          try {
            Files.createLink(link, file);
          } catch (IOException | UnsupportedOperationException e) {
            logger.debug("hard_link_refused file={}", file, e);
            Files.copy(file, link);
          }
        }
      }
    }

    @Override
    public void close() {
      blocks.forEach(Block::release);
    }
  }
}
