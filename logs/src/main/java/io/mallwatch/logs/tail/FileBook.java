package io.mallwatch.logs.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which content is in which file now. A file whose content is known goes on where reading stopped,
/// whatever it is called by now; content that was truncated away or deleted is looked for in copies
/// and compressed rolls. Not thread-safe.
final class FileBook {

  private static final Logger logger = LoggerFactory.getLogger(FileBook.class);

  /// Most contents that are remembered; of those that are gone the oldest go first.
  static final int MAX_REMEMBERED = 20_000;

  private static final long FORGET_MILLIS = Duration.ofDays(7).toMillis();
  private static final long LOOK_FOR_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final long STEADY_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long TWIN_MILLIS = Duration.ofMinutes(1).toMillis();

  private final FileSearch search;
  private final RandomGenerator lineages;
  private final Map<Long, TailedFile> files = new LinkedHashMap<>();
  private Map<Path, String> ignored = Map.of();
  private boolean knowsNothing;
  private boolean first = true;
  private boolean changed;

  /// @param knowsNothing whether nothing was ever read, so that files are met for the first time
  FileBook(
      List<TailInput> inputs,
      List<TailRegistry.Entry> known,
      boolean knowsNothing,
      RandomGenerator lineages) {
    this.search = new FileSearch(inputs);
    this.lineages = lineages;
    this.knowsNothing = knowsNothing;
    for (TailRegistry.Entry entry : known) {
      TailInput input =
          inputs.stream().filter(one -> one.name().equals(entry.input())).findFirst().orElse(null);
      files.put(entry.lineage(), TailedFile.of(entry, input));
    }
  }

  /// All contents, also those that are gone.
  Collection<TailedFile> files() {
    return files.values();
  }

  /// Why files are not read, by path.
  Map<Path, String> ignored() {
    return ignored;
  }

  List<TailRegistry.Entry> entries() {
    return files.values().stream().map(TailedFile::entry).toList();
  }

  /// Looks what is there. Returns whether something must be saved before more is read.
  boolean scan(long nowMillis) {
    changed = false;
    FileSearch.Found found = search.find();
    Map<FileKey, FileSearch.Candidate> unknown = new LinkedHashMap<>(found.files());
    ignored = new LinkedHashMap<>(found.ignored());
    for (TailedFile file : files.values()) {
      if (!file.key.equals(FileKey.NONE)) {
        meetAgain(file, unknown, nowMillis);
      }
    }
    for (FileSearch.Candidate candidate : unknown.values()) {
      meet(candidate, nowMillis);
    }
    for (TailedFile file : files.values()) {
      boolean lately = nowMillis - file.missingSince < LOOK_FOR_MILLIS;
      if (file.isMissing() && !file.done && (first || lately)) {
        lookBeside(file, nowMillis);
      }
    }
    forget(nowMillis);
    first = false;
    knowsNothing = false;
    return changed;
  }

  private void meetAgain(
      TailedFile file, Map<FileKey, FileSearch.Candidate> unknown, long nowMillis) {
    FileSearch.Candidate there = unknown.remove(file.key);
    if (there == null) {
      there = atItsPath(file);
    }
    if (there == null) {
      file.missingSince = file.isMissing() ? file.missingSince : nowMillis;
      return;
    }
    if (holds(file, there, nowMillis)) {
      file.seen(there, nowMillis);
      learnHead(file);
    } else {
      logger.info(
          "event=log_file_replaced path={} read_bytes={} new_bytes={}",
          there.path(),
          file.offset,
          there.stat().size());
      file.lost(nowMillis);
      unknown.put(there.stat().key(), there);
    }
  }

  /// The file where it was seen last, when no input names that place.
  private static FileSearch.@org.jspecify.annotations.Nullable Candidate atItsPath(
      TailedFile file) {
    TailInput input = file.input;
    if (input == null) {
      return null;
    }
    try {
      FileKey.Stat stat = FileKey.stat(file.path);
      return stat.key().equals(file.key) ? new FileSearch.Candidate(file.path, stat, input) : null;
    } catch (IOException e) {
      return null; // it is not there
    }
  }

  private static boolean holds(TailedFile file, FileSearch.Candidate there, long nowMillis) {
    FileKey.Stat stat = there.stat();
    if (stat.size() == file.size
        && stat.modifiedMillis() == file.modifiedMillis
        && nowMillis - stat.modifiedMillis() > STEADY_MILLIS) {
      return true;
    }
    boolean compressed = Content.isCompressed(there.path());
    if (!compressed && stat.size() < file.offset) {
      return false;
    }
    try {
      if (compressed) {
        byte[] head = Contents.head(there.path());
        return file.head.isAt(head, 0, head.length);
      }
      return Contents.goesOn(file, there.path());
    } catch (IOException e) {
      file.error = FileSearch.reason(e);
      return true; // nothing speaks against it
    }
  }

  private void learnHead(TailedFile file) {
    boolean more = file.isCompressed() ? file.head.length() == 0 : file.size > file.head.length();
    if (!more || file.head.length() == Fingerprint.MAX_LENGTH) {
      return;
    }
    try {
      byte[] head = Contents.head(file.path);
      if (head.length > file.head.length() && file.head.isAt(head, 0, head.length)) {
        file.head = Fingerprint.of(head, 0, head.length);
        changed = true;
      }
    } catch (IOException e) {
      file.error = FileSearch.reason(e);
    }
  }

  private void meet(FileSearch.Candidate candidate, long nowMillis) {
    Path path = candidate.path();
    long age = nowMillis - candidate.stat().modifiedMillis();
    if (age > candidate.input().ignoreOlder().toMillis()) {
      ignored.put(path, "not written since " + java.time.Instant.ofEpochMilli(nowMillis - age));
      return;
    }
    try {
      byte[] head = Contents.head(path);
      if (head.length == 0) {
        ignored.put(path, "empty");
        return;
      }
      for (TailedFile file : files.values()) {
        if (mayBe(file, path, head) && isKnown(file, candidate, head, nowMillis)) {
          return;
        }
      }
      begin(candidate, head, nowMillis);
    } catch (IOException e) {
      ignored.put(path, FileSearch.reason(e));
    }
  }

  /// Whether the content begins like that of `file`. Short beginnings prove little, except in files
  /// that are named after each other.
  private static boolean mayBe(TailedFile file, Path path, byte[] head) {
    return file.head.length() > 0
        && file.head.isAt(head, 0, head.length)
        && (file.head.length() == Fingerprint.MAX_LENGTH
            || FileSearch.isNamedAfter(file.path, path));
  }

  /// Whether the candidate has the content of `file`: as a copy, which waits until the file itself
  /// is gone, or in its place.
  private boolean isKnown(
      TailedFile file, FileSearch.Candidate candidate, byte[] head, long nowMillis)
      throws IOException {
    Path path = candidate.path();
    if (file.isMissing()) {
      if (!Contents.goesOn(file, path)) {
        return false;
      }
      adopt(file, candidate, nowMillis);
      return true;
    }
    boolean lately = nowMillis - candidate.stat().modifiedMillis() < TWIN_MILLIS;
    if ((lately || head.length == Fingerprint.MAX_LENGTH) && Contents.isCopy(path, file.path)) {
      ignored.put(path, "a copy of " + file.path);
      return true;
    }
    return false;
  }

  private void adopt(TailedFile file, FileSearch.Candidate candidate, long nowMillis) {
    logger.info(
        "event=log_file_moved from={} to={} read_bytes={}",
        file.path,
        candidate.path(),
        file.offset);
    file.closeContent();
    file.seen(candidate, nowMillis);
    changed = true;
  }

  private void begin(FileSearch.Candidate candidate, byte[] head, long nowMillis)
      throws IOException {
    TailedFile file =
        new TailedFile(
            lineages.nextLong(), candidate.input(), candidate.path(), candidate.stat().key());
    file.head = Fingerprint.of(head, 0, head.length);
    file.seen(candidate, nowMillis);
    if (knowsNothing && candidate.input().fromEnd()) {
      if (file.isCompressed()) {
        file.done = true;
      } else {
        skipToEnd(file);
      }
    }
    files.put(file.lineage, file);
    changed = true;
    logger.info("event=log_file_found path={} from_byte={}", file.path, file.offset);
  }

  private static void skipToEnd(TailedFile file) throws IOException {
    try (Content content = Content.open(file.path)) {
      long size = content.size();
      int length = (int) Math.min(size, Fingerprint.MAX_LENGTH);
      byte[] bytes = new byte[length];
      int count = content.read(size - length, bytes, length);
      file.offset = size - length + count;
      file.check = Fingerprint.of(bytes, 0, count);
    }
  }

  /// Looks for a missing content beside where it was, also in files that no input names.
  private void lookBeside(TailedFile file, long nowMillis) {
    TailInput input = file.input;
    if (input == null) {
      return;
    }
    Set<FileKey> others = new HashSet<>();
    for (TailedFile other : files.values()) {
      if (!other.isMissing()) {
        others.add(other.key);
      }
    }
    for (FileSearch.Candidate sibling : FileSearch.siblings(file.path, input, others)) {
      try {
        boolean renamed = sibling.stat().key().equals(file.key);
        boolean content = file.head.length() > 0 && Contents.goesOn(file, sibling.path());
        if (content || (renamed && file.head.length() == 0)) {
          adopt(file, sibling, nowMillis);
          return;
        }
      } catch (IOException e) {
        ignored.put(sibling.path(), FileSearch.reason(e));
      }
    }
  }

  private void forget(long nowMillis) {
    files
        .values()
        .removeIf(file ->
            file.isMissing()
                && file.content == null
                && nowMillis - file.seenMillis > FORGET_MILLIS);
    if (files.size() > MAX_REMEMBERED) {
      List<TailedFile> gone =
          new ArrayList<>(
              files.values().stream()
                  .filter(file -> file.isMissing() && file.content == null)
                  .sorted(Comparator.comparingLong(file -> file.seenMillis))
                  .limit(files.size() - MAX_REMEMBERED)
                  .toList());
      gone.forEach(file -> files.remove(file.lineage));
    }
  }
}
