package io.mallwatch.traces.segment;

import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.wire.MalformedProtoException;
import io.mallwatch.traces.SpanBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Traces that somebody asked to keep: one file each, `archive/<trace id>.otlp`, a TracesData
/// message behind its CRC32C. Thread-safe.
final class Archive {

  /// Most traces that are kept so.
  static final int MAX_TRACES = 10_000;

  private static final Logger logger = LoggerFactory.getLogger(Archive.class);

  private static final String SUFFIX = ".otlp";

  private final Path dir;
  private final Set<String> ids = new HashSet<>(); // guarded by this

  Archive(Path dir) throws IOException {
    this.dir = Files.createDirectories(dir);
    try (Stream<Path> files = Files.list(dir)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .forEach(name -> ids.add(name.substring(0, name.length() - SUFFIX.length())));
    }
  }

  /// Keeps a trace; one that is kept already is replaced.
  ///
  /// @throws StoreUnavailableException when there is no room, or the disk does not take it
  synchronized void keep(String id, List<StoredSpan> spans) {
    if (!ids.contains(id) && ids.size() >= MAX_TRACES) {
      throw new StoreUnavailableException(
          "the archive holds %d traces, which is the most".formatted(MAX_TRACES));
    }
    byte[] otlp = StoredSpan.otlp(spans);
    byte[] head = new ByteSink().u32(SegmentFile.crc(otlp, 0, otlp.length)).toByteArray();
    Path unfinished = dir.resolve(id + ".unfinished");
    try {
      try (FileChannel out =
          FileChannel.open(
              unfinished,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        for (byte[] part : List.of(head, otlp)) {
          ByteBuffer left = ByteBuffer.wrap(part);
          while (left.hasRemaining()) {
            out.write(left);
          }
        }
        out.force(true);
      }
      Files.move(
          unfinished,
          dir.resolve(id + SUFFIX),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      ids.add(id);
    } catch (IOException e) {
      throw new StoreUnavailableException("the archive could not keep trace " + id, e);
    }
  }

  /// The kept spans of a trace; empty when it was not kept.
  List<StoredSpan> spans(String id) {
    synchronized (this) {
      if (!ids.contains(id)) {
        return List.of();
      }
    }
    Path file = dir.resolve(id + SUFFIX);
    try {
      byte[] bytes = Files.readAllBytes(file);
      int crc = new ByteSource(bytes).u32();
      if (crc != SegmentFile.crc(bytes, Integer.BYTES, bytes.length - Integer.BYTES)) {
        logger.error("event=archived_trace_damaged file={}", file);
        return List.of();
      }
      return stored(
          SpanBatch.read(java.util.Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length)));
    } catch (IOException | io.mallwatch.model.CorruptDataException | MalformedProtoException e) {
      logger.error("event=archived_trace_unreadable file={}", file, e);
      return List.of();
    }
  }

  private static List<StoredSpan> stored(SpanBatch batch) {
    List<StoredSpan> spans = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      spans.add(new StoredSpan(batch.owner(i), batch.bytes(), batch.at(i), batch.length(i)));
    }
    return spans;
  }

  synchronized int size() {
    return ids.size();
  }
}
