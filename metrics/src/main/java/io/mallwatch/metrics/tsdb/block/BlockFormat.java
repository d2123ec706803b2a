package io.mallwatch.metrics.tsdb.block;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// Names and numbers of the files of a block.
final class BlockFormat {

  static final String CHUNKS = "chunks";
  static final String TIMES = "times";
  static final String INDEX = "index";
  static final String TOMBSTONES = "tombstones";

  /// Rows on their way into the index; gone when the block is whole.
  static final String ROWS = "rows.unfinished";

  /// `MWCHUNK2`, `MWTIMES2` and `MWINDEX2`, read as little-endian numbers.
  static final long CHUNKS_MAGIC = magic("MWCHUNK2");

  static final long TIMES_MAGIC = magic("MWTIMES2");
  static final long INDEX_MAGIC = magic("MWINDEX2");

  /// Sections of the index, in this order.
  static final int SECTIONS = 4;

  static final int SYMBOLS = 0;
  static final int ROW_BYTES = 1;
  static final int ROW_ENDS = 2;
  static final int POSTINGS = 3;

  /// Each section offset u64, length u64, crc u32; then version u32, crc u32, magic u64.
  static final int INDEX_FOOTER = SECTIONS * 20 + 16;

  /// Of chunks and times: end u64, count u32, crc of all before `end` u32 (0 for chunks, each of
  /// which has its own), crc of the footer u32, magic u64.
  static final int DATA_FOOTER = 28;

  /// Before the times of a slice: first i64, last i64, count u16, length u16.
  static final int SLICE_HEAD = 20;

  static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private BlockFormat() {}

  private static long magic(String letters) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = (value << 8) | letters.charAt(i);
    }
    return value;
  }

  static int checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
