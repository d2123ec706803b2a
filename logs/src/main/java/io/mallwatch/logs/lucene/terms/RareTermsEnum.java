package io.mallwatch.logs.lucene.terms;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.BaseTermsEnum;
import org.apache.lucene.index.ImpactsEnum;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SlowImpactsEnum;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Walks the terms of one field, a block at a time. Not thread-safe.
final class RareTermsEnum extends BaseTermsEnum {

  private static final byte[] DIGITS =
      "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final IndexInput in;
  private final RandomAccessInput table;
  private final RareTermsReader.Field field;
  private final BytesRef term = new BytesRef();

  // The block that is loaded; -1 for none.
  private int block = -1;
  private byte[] bytes = new byte[1_024];
  private final int[] ends = new int[RareTermsFormat.BLOCK];
  private int terms;
  private boolean single;
  private long documentsAt;
  private int[] documents = new int[0];
  private final int[] documentEnds = new int[RareTermsFormat.BLOCK];
  private boolean documentsLoaded;
  private byte[] first = new byte[64];
  private int at = -1;

  RareTermsEnum(IndexInput in, RareTermsReader.Field field) throws IOException {
    this.in = in;
    this.field = field;
    this.table = in.randomAccessSlice(field.table(), (long) field.blocks() * Long.BYTES);
  }

  @Override
  public @Nullable BytesRef next() throws IOException {
    if (block < 0) {
      load(0);
      return set(0);
    }
    if (at + 1 < terms) {
      return set(at + 1);
    }
    if (block + 1 < field.blocks()) {
      load(block + 1);
      return set(0);
    }
    at = terms;
    return null;
  }

  private BytesRef set(int place) {
    at = place;
    term.bytes = bytes;
    term.offset = place == 0 ? 0 : ends[place - 1];
    term.length = ends[place] - term.offset;
    return term;
  }

  @Override
  public SeekStatus seekCeil(BytesRef wanted) throws IOException {
    int low = 0;
    int high = field.blocks() - 1;
    while (low < high) { // the last block whose first term is not above
      int middle = (low + high + 1) >>> 1;
      if (compareFirst(middle, wanted) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (block != low) {
      load(low);
    }
    for (int i = 0; i < terms; i++) {
      int order = set(i).compareTo(wanted);
      if (order >= 0) {
        return order == 0 ? SeekStatus.FOUND : SeekStatus.NOT_FOUND;
      }
    }
    return next() == null ? SeekStatus.END : SeekStatus.NOT_FOUND;
  }

  /// The order of the first term of a block and another.
  private int compareFirst(int place, BytesRef wanted) throws IOException {
    in.seek(table.readLong((long) place * Long.BYTES));
    int length = in.readVInt();
    if (first.length < length) {
      first = new byte[ArrayUtil.oversize(length, 1)];
    }
    in.readBytes(first, 0, length);
    return Arrays.compareUnsigned(
        first, 0, length, wanted.bytes, wanted.offset, wanted.offset + wanted.length);
  }

  private void load(int place) throws IOException {
    in.seek(table.readLong((long) place * Long.BYTES));
    int length = in.readVInt();
    bytes = ArrayUtil.grow(bytes, length);
    in.readBytes(bytes, 0, length);
    terms = in.readByte();
    int flags = in.readByte();
    int prefix = in.readVInt();
    ends[0] = length;
    boolean same = (flags & RareTermsFormat.SAME_LENGTH) != 0;
    int suffix = 0;
    for (int i = 1; i < terms; i++) {
      suffix = i == 1 || !same ? in.readVInt() : suffix;
      ends[i] = ends[i - 1] + prefix + suffix;
    }
    bytes = ArrayUtil.grow(bytes, ends[terms - 1]);
    for (int i = 1; i < terms; i++) {
      System.arraycopy(bytes, 0, bytes, ends[i - 1], prefix);
      readSuffix(ends[i - 1] + prefix, ends[i], (flags & RareTermsFormat.HEX) != 0);
    }
    single = (flags & RareTermsFormat.ONE_DOCUMENT) != 0;
    documentsAt = in.getFilePointer();
    documentsLoaded = false;
    block = place;
  }

  private void readSuffix(int from, int to, boolean hex) throws IOException {
    if (!hex) {
      in.readBytes(bytes, from, to - from);
      return;
    }
    for (int i = from; i < to; i += 2) {
      int pair = in.readByte();
      bytes[i] = DIGITS[(pair >>> 4) & 0xf];
      if (i + 1 < to) {
        bytes[i + 1] = DIGITS[pair & 0xf];
      }
    }
  }

  private void loadDocuments() throws IOException {
    if (documentsLoaded) {
      return;
    }
    in.seek(documentsAt);
    documents = ArrayUtil.grow(documents, terms);
    int end = 0;
    for (int i = 0; i < terms; i++) {
      int count = single ? 1 : in.readVInt();
      documents = ArrayUtil.grow(documents, end + count);
      int last = 0;
      for (int left = count; left > 0; left--) {
        last = single ? readDocument() : last + in.readVInt();
        documents[end++] = last;
      }
      documentEnds[i] = end;
    }
    documentsLoaded = true;
  }

  private int readDocument() throws IOException {
    int document = 0;
    for (int shift = 0; shift < 8 * field.documentBytes(); shift += 8) {
      document |= (in.readByte() & 0xff) << shift;
    }
    return document;
  }

  @Override
  public BytesRef term() {
    return term;
  }

  @Override
  public long ord() {
    throw new UnsupportedOperationException("terms are not numbered");
  }

  @Override
  public void seekExact(long ord) {
    throw new UnsupportedOperationException("terms are not numbered");
  }

  @Override
  public int docFreq() throws IOException {
    if (single) {
      return 1;
    }
    loadDocuments();
    return documentEnds[at] - (at == 0 ? 0 : documentEnds[at - 1]);
  }

  @Override
  public long totalTermFreq() throws IOException {
    return docFreq();
  }

  @Override
  public PostingsEnum postings(@Nullable PostingsEnum reuse, int flags) throws IOException {
    loadDocuments();
    DocumentList list = reuse instanceof DocumentList own ? own : new DocumentList();
    list.over(documents, at == 0 ? 0 : documentEnds[at - 1], documentEnds[at]);
    return list;
  }

  @Override
  public ImpactsEnum impacts(int flags) throws IOException {
    return new SlowImpactsEnum(postings(null, flags));
  }
}
