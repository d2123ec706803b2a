package io.mallwatch.logs.lucene.document;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import java.io.IOException;
import org.apache.lucene.codecs.compressing.CompressionMode;
import org.apache.lucene.codecs.compressing.Compressor;
import org.apache.lucene.codecs.compressing.Decompressor;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteBuffersDataInput;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/// Stored blocks as `length vint | Zstandard frame`.
final class ZstdMode extends CompressionMode {

  /// Of blocks that are being written: cheap, and merges copy them as they are.
  static final ZstdMode FAST = new ZstdMode(1);

  /// Of days that nothing is written to any more; merges pack fast blocks anew. Level 9 costs more
  /// than twice as much for 2 % less.
  static final ZstdMode SMALL = new ZstdMode(5);

  private final int level;

  private ZstdMode(int level) {
    this.level = level;
  }

  @Override
  public Compressor newCompressor() {
    return new Zstd(ZstdCompressor.create(level));
  }

  @Override
  public Decompressor newDecompressor() {
    return new Unzstd(ZstdDecompressor.create());
  }

  @Override
  public String toString() {
    return "ZSTD";
  }

  private static final class Zstd extends Compressor {
    private final ZstdCompressor zstd;
    private byte[] in = new byte[0];
    private byte[] out = new byte[0];

    Zstd(ZstdCompressor zstd) {
      this.zstd = zstd;
    }

    @Override
    public void compress(ByteBuffersDataInput input, DataOutput output) throws IOException {
      int length = (int) input.length();
      in = ArrayUtil.growNoCopy(in, length);
      out = ArrayUtil.growNoCopy(out, zstd.maxCompressedLength(length));
      input.readBytes(in, 0, length);
      int compressed = zstd.compress(in, 0, length, out, 0, out.length);
      output.writeVInt(compressed);
      output.writeBytes(out, 0, compressed);
    }

    @Override
    public void close() {}
  }

  private static final class Unzstd extends Decompressor {
    private final ZstdDecompressor zstd;
    private byte[] in = new byte[0];

    Unzstd(ZstdDecompressor zstd) {
      this.zstd = zstd;
    }

    @Override
    public void decompress(
        DataInput input, int originalLength, int offset, int length, BytesRef bytes)
        throws IOException {
      int compressed = input.readVInt();
      in = ArrayUtil.growNoCopy(in, compressed);
      input.readBytes(in, 0, compressed);
      bytes.bytes = ArrayUtil.growNoCopy(bytes.bytes, originalLength);
      int got;
      try {
        got = zstd.decompress(in, 0, compressed, bytes.bytes, 0, originalLength);
      } catch (MalformedInputException | IllegalArgumentException e) {
        throw new CorruptIndexException("stored block: " + e.getMessage(), input.toString(), e);
      }
      if (got != originalLength) {
        throw new CorruptIndexException(
            "stored block has %d bytes instead of %d".formatted(got, originalLength),
            input.toString());
      }
      bytes.offset = offset;
      bytes.length = length;
    }

    @Override
    @SuppressWarnings("MissingSuperCall") // a fresh buffer is all there is to copy
    public Decompressor clone() {
      return new Unzstd(ZstdDecompressor.create());
    }
  }
}
