package io.mallwatch.logs.lucene.terms;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.FieldsProducer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;

/// Reads [RareTermsFormat].
final class RareTermsReader extends FieldsProducer {

  private final IndexInput in;
  private final Map<String, Field> fields = new TreeMap<>();

  RareTermsReader(SegmentReadState state) throws IOException {
    readMeta(state);
    String name = name(state, RareTermsFormat.TERMS);
    IndexInput opened = state.directory.openInput(name, state.context);
    boolean good = false;
    try {
      checkHeader(opened, state);
      var _ = CodecUtil.retrieveChecksum(opened);
      good = true;
    } finally {
      if (!good) {
        IOUtils.closeWhileHandlingException(opened);
      }
    }
    in = opened;
  }

  private static String name(SegmentReadState state, String extension) {
    return IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
  }

  private static void checkHeader(IndexInput file, SegmentReadState state) throws IOException {
    var _ =
        CodecUtil.checkIndexHeader(
            file,
            RareTermsFormat.NAME,
            RareTermsFormat.VERSION,
            RareTermsFormat.VERSION,
            state.segmentInfo.getId(),
            state.segmentSuffix);
  }

  private void readMeta(SegmentReadState state) throws IOException {
    int documentBytes = RareTermsWriter.documentBytes(state.segmentInfo.maxDoc());
    try (ChecksumIndexInput meta =
        state.directory.openChecksumInput(name(state, RareTermsFormat.META))) {
      Throwable damage = null;
      try {
        checkHeader(meta, state);
        for (int number = meta.readInt(); number != -1; number = meta.readInt()) {
          FieldInfo info = state.fieldInfos.fieldInfo(number);
          if (info == null) {
            throw new CorruptIndexException("field %d is unknown".formatted(number), meta);
          }
          fields.put(
              info.name,
              new Field(
                  meta.readVLong(),
                  meta.readVLong(),
                  meta.readVInt(),
                  meta.readVInt(),
                  meta.readVLong(),
                  documentBytes));
        }
      } catch (Throwable e) {
        damage = e;
      } finally {
        CodecUtil.checkFooter(meta, damage);
      }
    }
  }

  /// Where a field's terms are.
  ///
  /// @param table offset of the offsets of the blocks
  record Field(
      long terms, long sumDocuments, int documents, int blocks, long table, int documentBytes) {}

  @Override
  public Iterator<String> iterator() {
    return Collections.unmodifiableSet(fields.keySet()).iterator();
  }

  @Override
  public @Nullable Terms terms(String name) {
    Field field = fields.get(name);
    return field == null ? null : new FieldTerms(field);
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public void checkIntegrity() throws IOException {
    var _ = CodecUtil.checksumEntireFile(in);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private final class FieldTerms extends Terms {
    private final Field field;

    FieldTerms(Field field) {
      this.field = Objects.requireNonNull(field);
    }

    @Override
    public TermsEnum iterator() throws IOException {
      return new RareTermsEnum(in.clone(), field);
    }

    @Override
    public long size() {
      return field.terms();
    }

    @Override
    public long getSumTotalTermFreq() {
      return field.sumDocuments();
    }

    @Override
    public long getSumDocFreq() {
      return field.sumDocuments();
    }

    @Override
    public int getDocCount() {
      return field.documents();
    }

    @Override
    public boolean hasFreqs() {
      return false;
    }

    @Override
    public boolean hasOffsets() {
      return false;
    }

    @Override
    public boolean hasPositions() {
      return false;
    }

    @Override
    public boolean hasPayloads() {
      return false;
    }
  }
}
