package io.mallwatch.logs.lucene.terms;

import java.io.IOException;
import org.apache.lucene.codecs.FieldsConsumer;
import org.apache.lucene.codecs.FieldsProducer;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/// Terms that few documents have, without frequencies and positions: sorted, in blocks, each term
/// with its documents beside it. Costs a fraction of Lucene's own tree of terms to write, because
/// nothing is built but the blocks; finding a term is a binary search over their first terms. Lists
/// of documents have no skips, so a term that most documents have is read from end to end.
///
/// The format is described in `docs/formats/logs.md`. Lucene finds it by its name
/// (`META-INF/services`), which is written into every segment.
public final class RareTermsFormat extends PostingsFormat {

  static final String NAME = "MallwatchTerms1";
  static final String TERMS = "mwt";
  static final String META = "mwm";
  static final int VERSION = 1;

  /// Most terms of a block.
  static final int BLOCK = 64;

  /// Suffixes are hexadecimal digits, two in a byte.
  static final int HEX = 1;

  /// All suffixes are equally long.
  static final int SAME_LENGTH = 1 << 1;

  /// Every term has one document.
  static final int ONE_DOCUMENT = 1 << 2;

  /// For Lucene's service loader.
  public RareTermsFormat() {
    super(NAME);
  }

  @Override
  public FieldsConsumer fieldsConsumer(SegmentWriteState state) throws IOException {
    return new RareTermsWriter(state);
  }

  @Override
  public FieldsProducer fieldsProducer(SegmentReadState state) throws IOException {
    return new RareTermsReader(state);
  }
}
