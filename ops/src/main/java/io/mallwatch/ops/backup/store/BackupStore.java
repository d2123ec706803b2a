package io.mallwatch.ops.backup.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// Where backups lie: a folder, or a bucket. Names are paths with `/` between their parts. Methods
/// block and may be called from any thread; what fails is a [BackupFailedException].
public interface BackupStore extends AutoCloseable {

  /// Begins a file; it is there only after [Upload#commit()].
  Upload create(String name);

  /// The bytes of a file; `MISSING` when there is none.
  InputStream open(String name);

  /// Files whose names begin with `prefix`, sorted by name.
  List<Entry> list(String prefix);

  /// Deletes a file; nothing when it is not there.
  void delete(String name);

  /// For people: a path or an address, without secrets.
  String where();

  @Override
  default void close() {
    // most hold nothing
  }

  /// Stores a small file whole.
  default void put(String name, byte[] bytes) {
    try (Upload upload = create(name)) {
      new ByteArrayInputStream(bytes).transferTo(upload);
      upload.commit();
    } catch (IOException e) {
      throw BackupFailedException.of(where() + "/" + name, e);
    }
  }

  /// Reads a small file whole.
  default byte[] read(String name) {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw BackupFailedException.of(where() + "/" + name, e);
    }
  }

  /// @param bytes size
  record Entry(String name, long bytes) {}

  /// A file that is being written; closed before its commit it leaves nothing behind.
  abstract class Upload extends OutputStream {

    /// Makes the file be there, durable.
    public abstract void commit() throws IOException;
  }
}
