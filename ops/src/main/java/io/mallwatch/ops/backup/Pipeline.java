package io.mallwatch.ops.backup;

import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.BackupKey;
import io.mallwatch.ops.backup.store.BackupStore;
import io.mallwatch.ops.backup.store.Digests;
import io.mallwatch.ops.backup.store.Progress;
import io.mallwatch.ops.backup.store.SealedInput;
import io.mallwatch.ops.backup.store.SealedOutput;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/// The way of bytes into the repository (counted, summed up, compressed, encrypted, summed up
/// again) and back. Nothing is held but a buffer of each stage.
final class Pipeline {

  private static final int BUFFER = 1 << 16;

  /// Half the time of zlib's default for a few percent more bytes.
  private static final int LEVEL = 4;

  private Pipeline() {}

  /// What went through.
  record Sums(long rawBytes, String rawSha256, long storedBytes, String storedSha256) {}

  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  interface Reader {
    void readFrom(InputStream in) throws IOException;
  }

  /// Stores what `source` writes under `name`; the file is there only when all went well.
  static Sums store(
      BackupStore store,
      String name,
      Optional<BackupKey> key,
      RandomGenerator random,
      Progress progress,
      Writer source) {
    try (BackupStore.Upload upload = store.create(name)) {
      SummedOutput stored = new SummedOutput(upload, progress::stored, false);
      OutputStream sealed = key.isPresent() ? new SealedOutput(stored, key.get(), random) : stored;
      SummedOutput raw = new SummedOutput(new Gzip(sealed), progress::raw, true);
      source.writeTo(raw);
      raw.close();
      upload.commit();
      return new Sums(raw.bytes, raw.sha256(), stored.bytes, stored.sha256());
    } catch (IOException e) {
      throw BackupFailedException.of(store.where() + "/" + name, e);
    }
  }

  /// Gives `sink` what was stored, and what went through when it has read all of it.
  ///
  /// @throws BackupFailedException `TRUNCATED`, `DAMAGED` or `WRONG_KEY`
  static Sums load(
      BackupStore store,
      Manifest manifest,
      Optional<BackupKey> key,
      Progress progress,
      Reader sink) {
    if (manifest.isEncrypted() && key.isEmpty()) {
      throw new BackupFailedException(
          Reason.WRONG_KEY, "the backup needs key %s, none is given".formatted(manifest.keyId()));
    }
    try (InputStream file = store.open(manifest.dataName())) {
      SummedInput stored = new SummedInput(file, progress::stored);
      InputStream open =
          manifest.isEncrypted() ? new SealedInput(stored, key.orElseThrow()) : stored;
      SummedInput raw = new SummedInput(new GZIPInputStream(open, BUFFER), progress::raw);
      sink.readFrom(raw);
      raw.transferTo(OutputStream.nullOutputStream());
      stored.transferTo(OutputStream.nullOutputStream());
      return new Sums(raw.bytes, raw.sha256(), stored.bytes, stored.sha256());
    } catch (EOFException e) {
      throw new BackupFailedException(Reason.TRUNCATED, "the stored file is cut off", e);
    } catch (ZipException e) {
      throw new BackupFailedException(
          Reason.DAMAGED, "the stored file is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw BackupFailedException.of(store.where() + "/" + manifest.dataName(), e);
    }
  }

  private static final class Gzip extends GZIPOutputStream {

    Gzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(LEVEL);
    }
  }

  private static final class SummedOutput extends FilterOutputStream {

    private final MessageDigest digest = Digests.sha256();
    private final LongConsumer counted;
    private final boolean closes;
    private long bytes;

    /// @param closes whether what is below is closed with it
    SummedOutput(OutputStream out, LongConsumer counted, boolean closes) {
      super(out);
      this.counted = counted;
      this.closes = closes;
    }

    @Override
    public void close() throws IOException {
      if (closes) {
        out.close();
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      digest.update(from, offset, length);
      bytes += length;
      counted.accept(length);
      out.write(from, offset, length);
    }

    String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static final class SummedInput extends FilterInputStream {

    private final MessageDigest digest = Digests.sha256();
    private final LongConsumer counted;
    private long bytes;

    SummedInput(InputStream in, LongConsumer counted) {
      super(in);
      this.counted = counted;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      int read = in.read(to, offset, length);
      if (read > 0) {
        digest.update(to, offset, read);
        bytes += read;
        counted.accept(read);
      }
      return read;
    }

    String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
