package io.mallwatch.logs.lucene.document;

import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.StoredFieldsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene90.compressing.Lucene90CompressingStoredFieldsFormat;

/// Lucene's default formats, but entries are stored in large blocks compressed with Zstandard: log
/// lines repeat each other, and a page of hits comes from one or two blocks. Lucene finds it by its
/// name (`META-INF/services`), which is written into every segment; it must never change.
public final class LogsCodec extends FilterCodec {

  private static final int BLOCK_BYTES = 240 * 1024;
  private static final int BLOCK_ENTRIES = 4_096;

  private final StoredFieldsFormat storedFields =
      new Lucene90CompressingStoredFieldsFormat(
          "MallwatchZstd", new ZstdMode(), BLOCK_BYTES, BLOCK_ENTRIES, 10);

  /// For Lucene's service loader.
  public LogsCodec() {
    super("MallwatchLogs1", new Lucene104Codec());
  }

  @Override
  public StoredFieldsFormat storedFieldsFormat() {
    return storedFields;
  }
}
