package io.mallwatch.traces.segment;

import io.mallwatch.model.CorruptDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where segment files lie: one folder an hour of arrival (UTC), such as `2026-11-23T03`.
final class SegmentFolder {

  private static final Logger logger = LoggerFactory.getLogger(SegmentFolder.class);

  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH").withZone(ZoneOffset.UTC);
  private static final String SUFFIX = ".seg";
  private static final String DROPPED = "dropped";
  private static final Pattern MERGED = Pattern.compile("(\\d{20})-\\d{20}\\.seg");

  private final Path dir;
  private int broken;
  private long dropped;

  SegmentFolder(Path dir) throws IOException {
    this.dir = Files.createDirectories(dir);
  }

  /// Opens every segment, oldest first; damaged ones are kept aside, unfinished ones deleted.
  List<Segment> openAll(BlockCache cache) throws IOException {
    List<Segment> opened = new ArrayList<>();
    for (Path file : files()) {
      if (file.toString().endsWith(".unfinished")) {
        Files.delete(file);
      } else if (file.toString().endsWith(SUFFIX)) {
        try {
          opened.add(Segment.open(file, cache, true));
        } catch (CorruptDataException e) {
          logger.error("event=segment_damaged file={} action=kept_aside", file, e);
          setAside(file);
        }
      }
    }
    opened.sort(
        Comparator.comparingLong(Segment::lastSequence)
            .thenComparing(Comparator.comparingLong(SegmentFolder::firstLast).reversed()));
    deleteMerged(opened);
    return opened;
  }

  /// Removes and deletes segments that a larger one holds: the process died after a merge.
  ///
  /// @param opened in order; of the same last number, the largest is last
  private void deleteMerged(List<Segment> opened) throws IOException {
    String hour = "";
    long from = 0;
    for (Segment segment : List.copyOf(opened).reversed()) {
      if (hourOf(segment).equals(hour) && firstLast(segment) >= from) {
        opened.remove(segment);
        segment.close();
        Files.delete(segment.file());
      } else {
        hour = hourOf(segment);
        from = firstLast(segment);
      }
    }
  }

  /// The last sequence number of the first segment that went into this one; its own where none did.
  private static long firstLast(Segment segment) {
    Matcher name = MERGED.matcher(segment.file().getFileName().toString());
    return name.matches() ? Long.parseLong(name.group(1)) : segment.lastSequence();
  }

  /// Where the segment lies that holds what `parts` hold.
  Path mergedFile(List<Segment> parts) {
    return parts
        .getFirst()
        .file()
        .resolveSibling(
            "%020d-%020d%s"
                .formatted(firstLast(parts.getFirst()), parts.getLast().lastSequence(), SUFFIX));
  }

  /// Closes and deletes segments whose spans another one holds now.
  void replace(List<Segment> parts) {
    for (Segment part : parts) {
      try {
        Files.deleteIfExists(part.file());
      } catch (IOException e) {
        logger.warn("event=merged_segment_stays file={} reason={}", part.file(), e.toString());
      }
      part.close();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(dir, 2)) {
      return all.filter(SegmentFolder::isInHour).filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static boolean isInHour(Path file) {
    Path folder = file.getParent();
    return folder != null && folder.getFileName().toString().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d");
  }

  Path fileFor(Instant now, long lastSequence) {
    return dir.resolve(HOUR.format(now)).resolve("%020d%s".formatted(lastSequence, SUFFIX));
  }

  synchronized void setAside(Path file) {
    broken++;
    try {
      Files.move(file, file.resolveSibling(file.getFileName() + ".corrupt"));
    } catch (IOException e) {
      logger.warn("event=keep_aside_failed file={} reason={}", file, e.toString());
    }
  }

  /// Segments of hours before `oldest`, and of the oldest hours while all together are larger than
  /// `maxBytes`.
  List<Segment> tooOldOrTooMuch(List<Segment> segments, Instant oldest, long maxBytes) {
    String oldestHour = HOUR.format(oldest);
    long bytes = segments.stream().mapToLong(Segment::sizeBytes).sum();
    List<Segment> out = new ArrayList<>();
    for (Segment segment : segments) {
      String hour = hourOf(segment);
      if (hour.compareTo(oldestHour) < 0 || bytes > maxBytes) {
        out.add(segment);
        bytes -= segment.sizeBytes();
      }
    }
    return out;
  }

  static String hour(Instant now) {
    return HOUR.format(now);
  }

  String hourOf(Segment segment) {
    return dir.relativize(segment.file()).getName(0).toString();
  }

  /// The sequence number up to which spans were dropped; what the log has of them is not to be
  /// taken in again.
  long droppedUpTo() {
    try {
      Path file = dir.resolve(DROPPED);
      return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    } catch (IOException | NumberFormatException e) {
      logger.warn("event=dropped_mark_unreadable reason={}", e.toString());
      return 0;
    }
  }

  private void markDropped(List<Segment> segments) throws IOException {
    long last = segments.stream().mapToLong(Segment::lastSequence).max().orElse(0);
    if (last > droppedUpTo()) {
      Path unfinished = dir.resolve(DROPPED + ".unfinished");
      Files.writeString(unfinished, Long.toString(last));
      Files.move(unfinished, dir.resolve(DROPPED), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /// Deletes segments and the folders that they leave empty.
  synchronized void drop(List<Segment> segments) {
    try {
      markDropped(segments);
    } catch (IOException e) {
      logger.warn("event=dropped_mark_failed reason={}", e.toString());
    }
    for (Segment segment : segments) {
      try {
        Files.deleteIfExists(segment.file());
        Path hour = dir.resolve(hourOf(segment));
        try (Stream<Path> left = Files.list(hour)) {
          if (left.findAny().isEmpty()) {
            Files.delete(hour);
          }
        }
      } catch (IOException | UncheckedIOException e) {
        logger.warn("event=drop_failed file={} reason={}", segment.file(), e.toString());
      }
      segment.close();
      dropped++;
    }
  }

  synchronized int broken() {
    return broken;
  }

  synchronized long dropped() {
    return dropped;
  }
}
