package io.mallwatch.logs.pattern;

import io.mallwatch.model.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file of patterns, replaced whole each time: `MWPA`, version, body, CRC-32C of the body; see
/// `docs/formats/logs.md`.
final class PatternFile {

  private static final Logger logger = LoggerFactory.getLogger(PatternFile.class);
  private static final int MAGIC = 0x4D575041;
  private static final int VERSION = 1;
  private static final int HEAD = 8;

  private final Path path;
  private final Object writing = new Object();

  PatternFile(Path path) {
    this.path = path;
  }

  record Content(Instant since, List<Group> groups) {}

  record Group(String service, LogLevel level, List<Cluster> clusters) {}

  /// What the file holds; empty when there is none or it is damaged.
  Optional<Content> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(Files.readAllBytes(path)));
    } catch (IOException e) {
      logger.warn("event=patterns_unreadable file={} reason={}", path, e.getMessage());
      aside();
      return Optional.empty();
    }
  }

  private void aside() {
    try {
      Files.move(
          path,
          path.resolveSibling(path.getFileName() + ".broken"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      logger.warn("event=patterns_not_put_aside file={} reason={}", path, e.getMessage());
    }
  }

  private static Content parse(byte[] bytes) throws IOException {
    if (bytes.length < HEAD + 4
        || ByteBuffer.wrap(bytes).getInt() != MAGIC
        || ByteBuffer.wrap(bytes).getInt(4) != VERSION) {
      throw new IOException("not a file of patterns");
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, HEAD, bytes.length - HEAD - 4);
    if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(bytes.length - 4)) {
      throw new IOException("its checksum is wrong");
    }
    DataInputStream in =
        new DataInputStream(new java.io.ByteArrayInputStream(bytes, HEAD, bytes.length - HEAD - 4));
    Instant since = Instant.ofEpochMilli(in.readLong());
    List<Group> groups = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      String service = Cluster.readText(in);
      LogLevel level = LogLevel.parse(Cluster.readText(in));
      List<Cluster> clusters = new ArrayList<>();
      for (int more = in.readInt(); more > 0; more--) {
        clusters.add(Cluster.read(in));
      }
      groups.add(new Group(service, level, clusters));
    }
    return new Content(since, groups);
  }

  /// Writes all; what fails is told of and leaves the old file.
  void write(Instant since, List<Clusters> groups) {
    synchronized (writing) {
      Path fresh = path.resolveSibling(path.getFileName() + ".tmp");
      try {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        try (FileChannel channel =
            FileChannel.open(
                fresh,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
          ByteBuffer all = ByteBuffer.wrap(bytes(since, groups));
          while (all.hasRemaining()) {
            int _ = channel.write(all);
          }
          channel.force(true);
        }
        Files.move(
            fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        logger.warn("event=patterns_not_saved file={} reason={}", path, e.getMessage());
      }
    }
  }

  private static byte[] bytes(Instant since, List<Clusters> groups) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeLong(since.toEpochMilli());
    out.writeInt(groups.size());
    for (Clusters group : groups) {
      Cluster.writeText(out, group.service);
      Cluster.writeText(out, group.level.text());
      out.write(group.bytes());
    }
    CRC32C crc = new CRC32C();
    byte[] body = bytes.toByteArray();
    crc.update(body, HEAD, body.length - HEAD);
    out.writeInt((int) crc.getValue());
    return bytes.toByteArray();
  }
}
