package io.mallwatch.metrics.tsdb.wal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// The envelope of every record: magic, length of the payload, CRC32C over type and payload, type.
final class Frame {

  /// The letters `MWR2`, low byte first; the digit is the version.
  static final int MAGIC = 0x3252574d;

  /// Bytes before the payload: magic u32, length u32, crc u32, type u8.
  static final int HEADER = 13;

  static final int SERIES = 1;
  static final int SAMPLES = 2;
  static final int EXEMPLARS = 3;
  static final int METADATA = 4;
  static final int DELETION = 5;
  static final int SAVED = 6;

  private Frame() {}

  /// CRC of type and payload, which lie behind one another.
  static int checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /// Where the whole and sound frame at `at` ends, or -1 when there is none.
  static int endOf(ByteBuffer file, int at) {
    if (file.limit() - at < HEADER || file.getInt(at) != MAGIC) {
      return -1;
    }
    int length = file.getInt(at + 4);
    if (length < 0 || length > file.limit() - at - HEADER) {
      return -1;
    }
    CRC32C crc = new CRC32C();
    crc.update(file.slice(at + HEADER - 1, length + 1));
    return (int) crc.getValue() == file.getInt(at + 8) ? at + HEADER + length : -1;
  }

  /// Where the first sound frame at or after `from` starts, or -1 when there is none.
  static int findNext(ByteBuffer file, int from) {
    for (int at = from; at <= file.limit() - HEADER; at++) {
      if (file.get(at) == 'M' && endOf(file, at) >= 0) {
        return at;
      }
    }
    return -1;
  }
}
