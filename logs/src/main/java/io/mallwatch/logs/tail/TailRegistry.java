package io.mallwatch.logs.tail;

import io.mallwatch.model.CorruptDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far each file was read, in one small file that is replaced whole (`docs/formats/tail.md`).
/// Not thread-safe.
final class TailRegistry {

  private static final Logger logger = LoggerFactory.getLogger(TailRegistry.class);

  /// `MWTAIL01`.
  private static final long MAGIC = 0x4d575441494c3031L;

  private static final int MAX_ENTRIES = 100_000;
  private static final int DONE = 1;

  private final Path file;

  /// What is known of one file's content.
  ///
  /// @param lineage names the content for ever, whatever the file is called and wherever it is
  ///   copied to
  /// @param key of the file that has it, [FileKey#NONE] when it was truncated away
  /// @param input name of the input it was found by; empty for none
  /// @param path where it was seen last
  /// @param head what it begins with
  /// @param offset everything before it is in the store
  /// @param check the stretch that ends at the offset
  /// @param done whether nothing will ever be added, as with a compressed file read to its end
  /// @param seenMillis when it was last there
  record Entry(
      long lineage,
      FileKey key,
      String input,
      Path path,
      Fingerprint head,
      long offset,
      Fingerprint check,
      boolean done,
      long seenMillis) {}

  /// @param file replaced at each save; `file.new` beside it is used on the way
  TailRegistry(Path file) {
    this.file = file;
  }

  /// Whether anything was ever saved.
  boolean exists() {
    return Files.exists(file);
  }

  /// What was saved last; nothing when there is no file. A damaged file is moved aside, so that
  /// files are read from their beginnings again.
  List<Entry> load() {
    if (!exists()) {
      return List.of();
    }
    try {
      return decode(Files.readAllBytes(file));
    } catch (CorruptDataException e) {
      Path aside = file.resolveSibling(file.getFileName() + ".broken");
      logger.error("event=tail_registry_damaged file={} kept_as={}", file, aside, e);
      try {
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException moving) {
        throw new UncheckedIOException(moving);
      }
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /// Replaces what was saved; on return it is on the disk.
  void save(List<Entry> entries) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.createDirectories(fresh.toAbsolutePath().getParent());
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(encode(entries));
      while (bytes.hasRemaining()) {
        int written = out.write(bytes);
        if (written < 0) {
          throw new IOException("the disk took nothing");
        }
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static byte[] encode(List<Entry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(MAGIC);
      out.writeInt(entries.size());
      for (Entry entry : entries) {
        out.writeLong(entry.lineage());
        out.writeLong(entry.key().device());
        out.writeLong(entry.key().inode());
        out.writeLong(entry.offset());
        write(out, entry.head());
        write(out, entry.check());
        out.writeLong(entry.seenMillis());
        out.writeByte(entry.done() ? DONE : 0);
        out.writeUTF(entry.input());
        out.writeUTF(entry.path().toString());
      }
      CRC32C sum = new CRC32C();
      sum.update(bytes.toByteArray());
      out.writeInt((int) sum.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Fingerprint stretch) throws IOException {
    out.writeShort(stretch.length());
    out.writeLong(stretch.hash());
  }

  /// @throws CorruptDataException when these bytes were not written by [#encode]
  static List<Entry> decode(byte[] bytes) {
    CRC32C sum = new CRC32C();
    int body = bytes.length - Integer.BYTES;
    if (body < Long.BYTES + Integer.BYTES) {
      throw new CorruptDataException("the registry of read files has %d bytes".formatted(body));
    }
    sum.update(bytes, 0, body);
    if (ByteBuffer.wrap(bytes).getInt(body) != (int) sum.getValue()) {
      throw new CorruptDataException("the registry of read files fails its checksum");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, body))) {
      if (in.readLong() != MAGIC) {
        throw new CorruptDataException("this is no registry of read files, or of another version");
      }
      int count = in.readInt();
      if (count < 0 || count > MAX_ENTRIES) {
        throw new CorruptDataException("the registry of read files has %d".formatted(count));
      }
      List<Entry> entries = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        entries.add(read(in));
      }
      return entries;
    } catch (IOException e) {
      throw new CorruptDataException("the registry of read files ends early", e);
    }
  }

  private static Entry read(DataInputStream in) throws IOException {
    long lineage = in.readLong();
    FileKey key = new FileKey(in.readLong(), in.readLong());
    long offset = in.readLong();
    Fingerprint head = new Fingerprint(in.readShort(), in.readLong());
    Fingerprint check = new Fingerprint(in.readShort(), in.readLong());
    long seen = in.readLong();
    boolean done = (in.readByte() & DONE) != 0;
    String input = in.readUTF();
    return new Entry(lineage, key, input, Path.of(in.readUTF()), head, offset, check, done, seen);
  }
}
