package io.mallwatch.logs.lucene.terms;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.FieldsConsumer;
import org.apache.lucene.codecs.NormsProducer;
import org.apache.lucene.index.Fields;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/// Writes [RareTermsFormat].
final class RareTermsWriter extends FieldsConsumer {

  private final SegmentWriteState state;
  private final int documentBytes;
  private final IndexOutput out;
  private final IndexOutput meta;

  // The block under way.
  private byte[] bytes = new byte[4_096];
  private final int[] ends = new int[RareTermsFormat.BLOCK];
  private int[] documents = new int[RareTermsFormat.BLOCK];
  private final int[] documentEnds = new int[RareTermsFormat.BLOCK];
  private int terms;

  // Of the field under way.
  private long[] starts = new long[64];
  private int blocks;

  RareTermsWriter(SegmentWriteState state) throws IOException {
    this.state = state;
    this.documentBytes = documentBytes(state.segmentInfo.maxDoc());
    IndexOutput opened = create(RareTermsFormat.TERMS);
    try {
      meta = create(RareTermsFormat.META);
    } catch (IOException e) {
      IOUtils.closeWhileHandlingException(opened);
      throw e;
    }
    out = opened;
  }

  /// Bytes that the number of any document fits in.
  static int documentBytes(int maxDocument) {
    return maxDocument <= 1 << 8 ? 1 : maxDocument <= 1 << 16 ? 2 : maxDocument <= 1 << 24 ? 3 : 4;
  }

  private IndexOutput create(String extension) throws IOException {
    IndexOutput file =
        state.directory.createOutput(
            IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension),
            state.context);
    CodecUtil.writeIndexHeader(
        file,
        RareTermsFormat.NAME,
        RareTermsFormat.VERSION,
        state.segmentInfo.getId(),
        state.segmentSuffix);
    return file;
  }

  @Override
  public void write(Fields fields, @Nullable NormsProducer norms) throws IOException {
    for (String field : fields) {
      Terms all = fields.terms(field);
      if (all != null) {
        write(field, all);
      }
    }
  }

  private void write(String field, Terms all) throws IOException {
    FixedBitSet with = new FixedBitSet(state.segmentInfo.maxDoc());
    TermsEnum each = all.iterator();
    PostingsEnum postings = null;
    long count = 0;
    long documentsOfAll = 0;
    blocks = 0;
    terms = 0;
    for (BytesRef term = each.next(); term != null; term = each.next()) {
      postings = each.postings(postings, PostingsEnum.NONE);
      int added = addDocuments(postings, with);
      if (added > 0) {
        addTerm(term);
        count++;
        documentsOfAll += added;
      }
    }
    endBlock();
    if (count == 0) {
      return;
    }
    long table = out.alignFilePointer(Long.BYTES);
    for (int i = 0; i < blocks; i++) {
      out.writeLong(starts[i]);
    }
    meta.writeInt(state.fieldInfos.fieldInfo(field).number);
    meta.writeVLong(count);
    meta.writeVLong(documentsOfAll);
    meta.writeVInt(with.cardinality());
    meta.writeVInt(blocks);
    meta.writeVLong(table);
  }

  private int addDocuments(PostingsEnum postings, FixedBitSet with) throws IOException {
    int from = terms == 0 ? 0 : documentEnds[terms - 1];
    int at = from;
    for (int document = postings.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = postings.nextDoc()) {
      if (at == documents.length) {
        documents = ArrayUtil.grow(documents);
      }
      documents[at++] = document;
      with.set(document);
    }
    documentEnds[terms] = at;
    return at - from;
  }

  /// Adds the term whose documents were added.
  private void addTerm(BytesRef term) throws IOException {
    int from = terms == 0 ? 0 : ends[terms - 1];
    bytes = ArrayUtil.grow(bytes, from + term.length);
    System.arraycopy(term.bytes, term.offset, bytes, from, term.length);
    ends[terms++] = from + term.length;
    if (terms == RareTermsFormat.BLOCK) {
      endBlock();
    }
  }

  private void endBlock() throws IOException {
    if (terms == 0) {
      return;
    }
    starts = ArrayUtil.grow(starts, blocks + 1);
    starts[blocks++] = out.getFilePointer();
    int prefix = commonPrefix();
    int flags = flags(prefix);
    out.writeVInt(ends[0]);
    out.writeBytes(bytes, 0, ends[0]);
    out.writeByte((byte) terms);
    out.writeByte((byte) flags);
    out.writeVInt(prefix);
    for (int i = 1; i < terms && (i == 1 || (flags & RareTermsFormat.SAME_LENGTH) == 0); i++) {
      out.writeVInt(ends[i] - ends[i - 1] - prefix);
    }
    for (int i = 1; i < terms; i++) {
      writeSuffix(ends[i - 1] + prefix, ends[i], (flags & RareTermsFormat.HEX) != 0);
    }
    writeDocuments((flags & RareTermsFormat.ONE_DOCUMENT) != 0);
    terms = 0;
  }

  /// What the terms have in common: what the first and the last of them have.
  private int commonPrefix() {
    int from = terms == 1 ? 0 : ends[terms - 2];
    int differ = Arrays.mismatch(bytes, 0, ends[0], bytes, from, ends[terms - 1]);
    return differ < 0 ? ends[0] : differ;
  }

  private int flags(int prefix) {
    boolean hex = true;
    boolean same = true;
    for (int i = 1; i < terms; i++) {
      same &= ends[i] - ends[i - 1] == ends[1] - ends[0];
      for (int at = ends[i - 1] + prefix; at < ends[i] && hex; at++) {
        hex = isHex(bytes[at]);
      }
    }
    return (hex ? RareTermsFormat.HEX : 0)
        | (same ? RareTermsFormat.SAME_LENGTH : 0)
        | (documentEnds[terms - 1] == terms ? RareTermsFormat.ONE_DOCUMENT : 0);
  }

  private static boolean isHex(byte b) {
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
  }

  private void writeSuffix(int from, int to, boolean hex) throws IOException {
    if (!hex) {
      out.writeBytes(bytes, from, to - from);
      return;
    }
    int at = from;
    for (; at + 1 < to; at += 2) {
      out.writeByte((byte) ((digit(bytes[at]) << 4) | digit(bytes[at + 1])));
    }
    if (at < to) {
      out.writeByte((byte) (digit(bytes[at]) << 4));
    }
  }

  private static int digit(byte b) {
    return b <= '9' ? b - '0' : b - 'a' + 10;
  }

  private void writeDocuments(boolean single) throws IOException {
    if (single) {
      for (int i = 0; i < terms; i++) {
        for (int shift = 0; shift < 8 * documentBytes; shift += 8) {
          out.writeByte((byte) (documents[i] >>> shift));
        }
      }
      return;
    }
    int at = 0;
    for (int i = 0; i < terms; i++) {
      out.writeVInt(documentEnds[i] - at);
      int last = 0;
      for (; at < documentEnds[i]; at++) {
        out.writeVInt(documents[at] - last);
        last = documents[at];
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      meta.writeInt(-1);
      CodecUtil.writeFooter(meta);
      CodecUtil.writeFooter(out);
    } finally {
      IOUtils.close(meta, out);
    }
  }
}
