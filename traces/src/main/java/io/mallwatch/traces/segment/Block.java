package io.mallwatch.traces.segment;

import io.mallwatch.traces.SpanOwner;
import java.util.ArrayList;
import java.util.List;

/// A block of a segment, decompressed. Safe for use by many threads.
final class Block {

  private final byte[] bytes;
  private final SpanOwner[] owners;

  private Block(byte[] bytes, SpanOwner[] owners) {
    this.bytes = bytes;
    this.owners = owners;
  }

  /// @throws io.mallwatch.model.CorruptDataException when it makes no sense
  static Block of(byte[] bytes) {
    ByteSource in = new ByteSource(bytes);
    in.seek(in.u32());
    SpanOwner[] owners = new SpanOwner[in.count()];
    for (int i = 0; i < owners.length; i++) {
      owners[i] = new SpanOwner(in.raw(in.count()), in.raw(in.count()));
    }
    return new Block(bytes, owners);
  }

  /// The spans of the trace that begins at `offset`.
  List<StoredSpan> spans(int offset) {
    ByteSource in = new ByteSource(bytes);
    in.seek(offset);
    int count = in.count();
    List<StoredSpan> spans = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      SpanOwner owner = owners[in.index(owners.length)];
      int length = in.count();
      spans.add(new StoredSpan(owner, bytes, in.position(), length));
      in.skip(length);
    }
    return spans;
  }

  int size() {
    return bytes.length;
  }
}
