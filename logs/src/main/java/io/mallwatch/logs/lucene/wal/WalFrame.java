package io.mallwatch.logs.lucene.wal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// One batch in the log: `length u32 | crc32c u32 | body`, little-endian, where the checksum covers
/// the body and the body is `magic u32 | first sequence u64 | count u32 | payload`.
///
/// @param firstSequence number of its first entry; entries are numbered one by one
/// @param count how many entries it has
/// @param payload the batch, as it was given
public record WalFrame(long firstSequence, int count, byte[] payload) {

  /// Bytes before the payload.
  public static final int OVERHEAD = 24;

  /// Longest payload that is written or believed when read.
  public static final int MAX_PAYLOAD = 128 << 20;

  static final int HEAD = 8;
  static final int MAGIC = 0x314c574d; // "MWL1"
  private static final int BODY_HEAD = OVERHEAD - HEAD;

  /// Number of its last entry.
  public long lastSequence() {
    return firstSequence + count - 1;
  }

  int lengthInFile() {
    return OVERHEAD + payload.length;
  }

  /// The bytes before the payload.
  ByteBuffer head() {
    ByteBuffer head = ByteBuffer.allocate(OVERHEAD).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(HEAD, MAGIC).putLong(HEAD + 4, firstSequence).putInt(HEAD + 12, count);
    CRC32C crc = new CRC32C();
    crc.update(head.array(), HEAD, BODY_HEAD);
    crc.update(payload, 0, payload.length);
    head.putInt(0, BODY_HEAD + payload.length).putInt(4, (int) crc.getValue());
    return head;
  }

  /// The frame at `offset`, or null when there is none that is whole and right.
  static @org.jspecify.annotations.Nullable WalFrame read(ByteBuffer file, int offset) {
    if (file.limit() - offset < OVERHEAD) {
      return null;
    }
    int length = file.getInt(offset);
    if (length < BODY_HEAD
        || length > BODY_HEAD + MAX_PAYLOAD
        || length > file.limit() - offset - HEAD
        || file.getInt(offset + HEAD) != MAGIC) {
      return null;
    }
    CRC32C crc = new CRC32C();
    crc.update(file.slice(offset + HEAD, length));
    if ((int) crc.getValue() != file.getInt(offset + 4)) {
      return null;
    }
    byte[] payload = new byte[length - BODY_HEAD];
    file.get(offset + OVERHEAD, payload);
    return new WalFrame(file.getLong(offset + HEAD + 4), file.getInt(offset + HEAD + 12), payload);
  }
}
