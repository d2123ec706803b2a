package io.mallwatch.metrics.tsdb.block;

/// Names and numbers of the files of a block.
final class BlockFormat {

  static final String CHUNKS = "chunks";
  static final String INDEX = "index";
  static final String TOMBSTONES = "tombstones";

  /// `MWCHUNK1` and `MWINDEX1`, read as little-endian numbers.
  static final long CHUNKS_MAGIC = magic("MWCHUNK1");

  static final long INDEX_MAGIC = magic("MWINDEX1");

  /// chunk bytes u64, chunk count u32, crc u32, magic u64.
  static final int CHUNKS_FOOTER = 24;

  /// Sections of the index, in this order.
  static final int SECTIONS = 3;

  static final int SYMBOLS = 0;
  static final int SERIES = 1;
  static final int POSTINGS = 2;

  /// Each section offset u64, length u64, crc u32; then version u32, crc u32, magic u64.
  static final int INDEX_FOOTER = SECTIONS * 20 + 16;

  private BlockFormat() {}

  private static long magic(String letters) {
    long value = 0;
    for (int i = 7; i >= 0; i--) {
      value = (value << 8) | letters.charAt(i);
    }
    return value;
  }
}
