package io.mallwatch.metrics.tsdb.block;

import io.mallwatch.model.CorruptDataException;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/// A part of a mapped file under one checksum, which is verified when the part is first used, so
/// that opening a block costs the same however large it is. Thread-safe.
final class Section {

  private final String name;
  private final MemorySegment bytes;
  private final int checksum;
  private volatile boolean verified;

  Section(String name, MemorySegment bytes, int checksum) {
    this.name = name;
    this.bytes = bytes;
    this.checksum = checksum;
  }

  /// The bytes, which are sound.
  ///
  /// @throws CorruptDataException when they are not
  MemorySegment bytes() {
    if (!verified) {
      verify();
    }
    return bytes;
  }

  private void verify() {
    CRC32C crc = new CRC32C();
    long at = 0;
    while (at < bytes.byteSize()) {
      long length = Math.min(1 << 30, bytes.byteSize() - at);
      crc.update(bytes.asSlice(at, length).asByteBuffer());
      at += length;
    }
    if ((int) crc.getValue() != checksum) {
      throw new CorruptDataException(name + " is damaged");
    }
    verified = true;
  }

  long byteSize() {
    return bytes.byteSize();
  }
}
