package io.mallwatch.logs.lucene.document;

import io.mallwatch.logs.lucene.terms.RareTermsFormat;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.codecs.StoredFieldsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104PostingsFormat;
import org.apache.lucene.codecs.lucene90.compressing.Lucene90CompressingStoredFieldsFormat;
import org.apache.lucene.codecs.perfield.PerFieldPostingsFormat;

/// Lucene's default formats, but entries are stored in large blocks compressed with Zstandard: log
/// lines repeat each other, and a page of hits comes from one or two blocks. Lucene finds it by its
/// name (`META-INF/services`), which is written into every segment; it must never change.
///
/// Blocks can be read whatever level they were packed with. A merge copies blocks that have the
/// level it writes with, and packs the others anew.
public final class LogsCodec extends FilterCodec {

  private static final String NAME = "MallwatchLogs1";
  private static final int BLOCK_BYTES = 240 * 1024;
  private static final int BLOCK_ENTRIES = 4_096;

  private final StoredFieldsFormat storedFields;
  private final PostingsFormat postings = new PerField();

  /// For Lucene's service loader.
  public LogsCodec() {
    this(ZstdMode.FAST);
  }

  private LogsCodec(ZstdMode mode) {
    super(NAME, new Lucene104Codec());
    storedFields =
        new Lucene90CompressingStoredFieldsFormat(
            "MallwatchZstd", mode, BLOCK_BYTES, BLOCK_ENTRIES, 10);
  }

  /// For days that are written to.
  public static Codec live() {
    return new LogsCodec(ZstdMode.FAST);
  }

  /// For days that are finished.
  public static Codec sealed() {
    return new LogsCodec(ZstdMode.SMALL);
  }

  @Override
  public StoredFieldsFormat storedFieldsFormat() {
    return storedFields;
  }

  @Override
  public PostingsFormat postingsFormat() {
    return postings;
  }

  private static final class PerField extends PerFieldPostingsFormat {
    private final PostingsFormat rare = new RareTermsFormat();
    private final PostingsFormat usual = new Lucene104PostingsFormat();

    @Override
    public PostingsFormat getPostingsFormatForField(String field) {
      return switch (field) {
        case "requestId", "traceId", "spanId", Terms.PATH_VALUE -> rare;
        default -> usual;
      };
    }
  }
}
