package io.mallwatch.metrics.ingest.remote;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import io.mallwatch.metrics.ingest.TooLargeException;
import io.mallwatch.model.wire.MalformedProtoException;

/// Undoes snappy's block format into a buffer that is used again. Not thread-safe.
final class SnappyBlock {

  /// A buffer larger than this is not kept for the next block.
  private static final int KEPT_BYTES = 4 << 20;

  private static final byte[] NOTHING = {};

  private final SnappyJavaDecompressor snappy = new SnappyJavaDecompressor();
  private final int limitBytes;
  private byte[] plain = NOTHING;
  private int length;

  /// @param limitBytes largest block, undone
  SnappyBlock(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// @throws TooLargeException when the result would be larger than the limit
  /// @throws MalformedProtoException when the bytes are not snappy
  void read(byte[] body) {
    length = 0;
    try {
      int said = snappy.getUncompressedLength(body, 0);
      if (said < 0 || said > limitBytes) {
        throw new TooLargeException(
            "the request says it is %s bytes long, more than %d"
                .formatted(Integer.toUnsignedString(said), limitBytes));
      }
      if (said > 0 && said / 64 > body.length) { // an element of 3 bytes makes 64 at most
        throw new MalformedProtoException("the snappy block is shorter than it says");
      }
      if (plain.length < said) {
        plain = new byte[Math.min(limitBytes, Math.max(said, plain.length * 2))];
      }
      length = snappy.decompress(body, 0, body.length, plain, 0, plain.length);
      if (length != said) {
        throw new MalformedProtoException("the snappy block is shorter than it says");
      }
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MalformedProtoException("not a snappy block: " + e.getMessage());
    }
  }

  /// What came out; the first [#length()] bytes count, until the next block.
  byte[] bytes() {
    return plain;
  }

  int length() {
    return length;
  }

  /// Lets a large buffer go.
  void trim() {
    if (plain.length > KEPT_BYTES) {
      plain = NOTHING;
    }
  }
}
