package io.mallwatch.logs.tail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One file's content and how far it was read. Mutable; only the [Tailer] touches it, under its
/// lock.
final class TailedFile {

  final long lineage;
  @Nullable TailInput input; // null as long as no input names it
  Path path;
  FileKey key;
  Fingerprint head;
  long offset;
  Fingerprint check;
  boolean done;
  long seenMillis;

  /// Since when it cannot be found by its key; 0 while it can.
  long missingSince;

  long size;
  long modifiedMillis;
  long openSize = -1; // when it was last read
  long grownMillis;
  Cutter.Waiting waiting = Cutter.Waiting.NOTHING;
  @Nullable TextEncoding encoding;
  @Nullable Content content;
  @Nullable String error;
  long retryMillis;
  long lines;
  @Nullable Instant lastRead;

  TailedFile(long lineage, @Nullable TailInput input, Path path, FileKey key) {
    this.lineage = lineage;
    this.input = input;
    this.path = path;
    this.key = key;
    this.head = Fingerprint.NOTHING;
    this.check = Fingerprint.NOTHING;
  }

  /// @param input that it was found by; null when there is none of that name now
  static TailedFile of(TailRegistry.Entry entry, @Nullable TailInput input) {
    TailedFile file = new TailedFile(entry.lineage(), input, entry.path(), entry.key());
    file.head = entry.head();
    file.offset = entry.offset();
    file.check = entry.check();
    file.done = entry.done();
    file.seenMillis = entry.seenMillis();
    file.missingSince = entry.key().equals(FileKey.NONE) ? Math.max(1, entry.seenMillis()) : 0;
    return file;
  }

  TailRegistry.Entry entry() {
    String name = input == null ? "" : input.name();
    return new TailRegistry.Entry(lineage, key, name, path, head, offset, check, done, seenMillis);
  }

  boolean isCompressed() {
    return Content.isCompressed(path);
  }

  boolean isMissing() {
    return missingSince != 0;
  }

  /// It is there.
  void seen(FileSearch.Candidate as, long nowMillis) {
    if (!path.equals(as.path()) && Content.isCompressed(as.path()) != isCompressed()) {
      closeContent(); // its bytes are read in another way now
    }
    path = as.path();
    key = as.stat().key();
    input = as.input();
    done = done && isCompressed();
    size = as.stat().size();
    modifiedMillis = as.stat().modifiedMillis();
    seenMillis = nowMillis;
    missingSince = 0;
  }

  /// Its content is no longer where it was.
  void lost(long nowMillis) {
    key = FileKey.NONE;
    missingSince = nowMillis;
    waiting = Cutter.Waiting.NOTHING;
    closeContent();
  }

  void closeContent() {
    Content open = content;
    content = null;
    encoding = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        error = FileSearch.reason(e);
      }
    }
  }
}
