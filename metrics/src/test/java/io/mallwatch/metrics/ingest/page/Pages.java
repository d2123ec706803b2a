package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.ingest.RecordingSink;
import io.mallwatch.metrics.ingest.RecordingSink.Row;
import io.mallwatch.metrics.ingest.TextCache;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A target whose pages are read and stored, one each second from 1000 on.
final class Pages {

  private final TargetPages pages;
  private final MetricBatch batch = new MetricBatch(4);
  private long now;

  Pages(PageOptions options, SeriesRule rule) {
    pages = new TargetPages(options, rule, new PageMemory(new TextCache(256), 42));
  }

  /// Everything is stored as it comes.
  static Pages plain() {
    return new Pages(PageOptions.defaults(), labels -> labels);
  }

  static Pages with(PageOptions options) {
    return new Pages(options, labels -> labels);
  }

  TargetPages target() {
    return pages;
  }

  MetricBatch batch() {
    return batch;
  }

  long now() {
    return now;
  }

  List<Row> text(String page) {
    return read(page.getBytes(StandardCharsets.UTF_8), PageFormat.TEXT);
  }

  List<Row> openMetrics(String page) {
    return read(page.getBytes(StandardCharsets.UTF_8), PageFormat.OPEN_METRICS);
  }

  /// Reads and stores a page; the samples in the order in which they were found.
  List<Row> read(byte[] page, PageFormat format) {
    readOnly(page, format);
    pages.stored();
    return RecordingSink.rows(batch);
  }

  /// Reads a page that is then not stored.
  void readOnly(byte[] page, PageFormat format) {
    now += 1000;
    batch.clear();
    pages.read(page, page.length, format, now, batch);
  }

  /// There is no page; the ends of all series are stored.
  List<Row> failed() {
    now += 1000;
    pages.failed(now, batch);
    pages.storedFailure();
    return RecordingSink.rows(batch);
  }
}
