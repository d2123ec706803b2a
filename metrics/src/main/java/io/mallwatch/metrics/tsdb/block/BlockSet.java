package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.model.CorruptDataException;
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
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The blocks that queries see. Any thread may lease them; one thread at a time writes and retires.
public final class BlockSet implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(BlockSet.class);
  private static final Pattern NAME = Pattern.compile("block-(\\d{8,})");
  private static final String UNFINISHED = ".unfinished";

  private final Path dir;
  private final LongAdder damagedChunks = new LongAdder();
  private final List<Path> quarantined = new ArrayList<>();
  private long nextNumber = 1;
  private volatile List<Block> blocks = List.of();

  private BlockSet(Path dir) {
    this.dir = dir;
  }

  /// Opens all blocks in `dir`. A damaged one is moved to `quarantine/` beside it; what a crash
  /// left unfinished or merged already is deleted.
  public static BlockSet open(Path dir) throws IOException {
    BlockSet set = new BlockSet(Files.createDirectories(dir));
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
        block.retire();
      } else {
        live.add(block);
      }
    }
    blocks = sorted(live);
  }

  private Optional<Block> openOrQuarantine(Path folder) throws IOException {
    try {
      return Optional.of(Block.open(folder, damagedChunks));
    } catch (CorruptDataException | NoSuchFileException e) {
      Path quarantine = Files.createDirectories(dir.resolve("quarantine"));
      Path aside = quarantine.resolve(folder.getFileName());
      for (int copy = 2; Files.exists(aside); copy++) {
        aside = quarantine.resolve(folder.getFileName() + "-" + copy);
      }
      logger.error("block_quarantined from={} to={}", folder, aside, e);
      Files.move(folder, aside);
      quarantined.add(aside);
      return Optional.empty();
    }
  }

  private static List<Block> sorted(List<Block> blocks) {
    return blocks.stream()
        .sorted(
            Comparator.comparingLong((Block block) -> block.meta().fromMillis())
                .thenComparingLong(block -> block.meta().number()))
        .toList();
  }

  /// Writes a block and makes it visible in the place of `replaced`.
  ///
  /// @param series sorted by labels, none twice
  /// @return what was written; empty when there were no samples (then `replaced` go all the same)
  public Optional<BlockMeta> write(
      long fromMillis, long toMillis, List<Block> replaced, Iterator<BlockSeries> series)
      throws IOException {
    long number = nextNumber++;
    int level = 1 + replaced.stream().mapToInt(block -> block.meta().level()).max().orElse(0);
    List<Long> sources = replaced.stream().map(block -> block.meta().number()).toList();
    BlockMeta plan = new BlockMeta(number, fromMillis, toMillis, level, 0, 0, 0, 0, sources);
    String name = "block-%08d".formatted(number);
    Path unfinished = Files.createDirectory(dir.resolve(name + UNFINISHED));
    boolean published = false;
    try {
      BlockMeta written = BlockWriter.write(unfinished, plan, series);
      if (written.samples() == 0) {
        swap(Optional.empty(), replaced);
        return Optional.empty();
      }
      Folders.force(unfinished);
      Path folder = dir.resolve(name);
      Files.move(unfinished, folder);
      Folders.force(dir);
      published = true;
      swap(Optional.of(Block.open(folder, damagedChunks)), replaced);
      return Optional.of(written);
    } finally {
      if (!published) {
        Folders.delete(unfinished);
      }
    }
  }

  /// Makes blocks invisible and deletes them when their last reader is done.
  public void drop(List<Block> dropped) {
    swap(Optional.empty(), dropped);
  }

  private void swap(Optional<Block> added, List<Block> removed) {
    List<Block> next = new ArrayList<>(blocks);
    next.removeAll(removed);
    added.ifPresent(next::add);
    blocks = sorted(next);
    removed.forEach(Block::retire);
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
  List<Block> blocks() {
    return blocks;
  }

  /// The blocks with these numbers, for the thread that writes and retires.
  public List<Block> withNumbers(Set<Long> numbers) {
    return blocks.stream().filter(block -> numbers.contains(block.meta().number())).toList();
  }

  /// Folders that were damaged when the set was opened.
  public List<Path> quarantined() {
    return List.copyOf(quarantined);
  }

  /// Chunks that reads had to leave out.
  public long damagedChunks() {
    return damagedChunks.sum();
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
