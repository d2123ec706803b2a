package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.ingest.ByteHash;
import io.mallwatch.metrics.ingest.MalformedExpositionException;
import io.mallwatch.metrics.ingest.TextCache;
import io.mallwatch.model.wire.MalformedProtoException;
import java.util.List;

/// The pages of one target, one after another: what is on each becomes a batch, with the ends of
/// series that the page before had and this one has not. Remembers the series of the last pages by
/// their bytes; its memory is bounded by what the last stored page had.
///
/// For each page: [#read], store the batch, and only when it is stored [#stored()]. For a page that
/// could not be fetched or read: [#failed], store the batch, [#storedFailure()]. Not thread-safe.
public final class TargetPages {

  private final SeriesTable table = new SeriesTable();
  private final Families families = new Families();
  private final PageCollector collector;
  private final TextPage text;
  private final ProtobufPage protobuf;

  /// @param options how pages are read
  /// @param rule what becomes of a series
  /// @param memory shared by all targets
  public TargetPages(PageOptions options, SeriesRule rule, PageMemory memory) {
    ByteHash hash = new ByteHash(memory.hashKey());
    TextCache texts = memory.texts();
    collector = new PageCollector(table, options);
    text = new TextPage(table, families, collector, texts, hash, rule);
    protobuf = new ProtobufPage(table, families, collector, texts, hash, rule);
  }

  /// Reads a page into `into`, which must be empty.
  ///
  /// @param page the first `length` bytes count; it may be changed afterwards
  /// @param scrapedAtMillis the time of samples that the page gives no time for
  /// @throws MalformedExpositionException when the page is wrong; it is to be counted as failed
  /// @throws PageLimitException when it is more than is allowed; it is to be counted as failed
  public PageOutcome read(
      byte[] page, int length, PageFormat format, long scrapedAtMillis, MetricBatch into) {
    collector.begin(into, scrapedAtMillis);
    switch (format) {
      case PROTOBUF -> {
        try {
          protobuf.read(page, length);
        } catch (MalformedProtoException e) {
          throw new MalformedExpositionException(String.valueOf(e.getMessage()), e);
        }
      }
      case OPEN_METRICS -> text.read(page, length, true);
      case TEXT -> text.read(page, length, false);
    }
    collector.end();
    families.tell(into);
    return collector.outcome();
  }

  /// The batch of the page that was read last is stored.
  public void stored() {
    collector.stored();
    families.told();
  }

  /// Empties `into` and fills it with the ends of all series, because there is no page.
  ///
  /// @return how many series end
  public int failed(long atMillis, MetricBatch into) {
    into.clear();
    return collector.endAll(into, atMillis);
  }

  /// The batch with the ends of all series is stored.
  public void storedFailure() {
    collector.storedFailure();
  }

  /// Another configuration: what lines become is found anew. Series that are called the same as
  /// before go on, the others end with the next page.
  public void configure(PageOptions options, SeriesRule rule) {
    collector.orphan(table);
    table.clear();
    collector.options(options);
    text.rule(rule);
    protobuf.rule(rule);
  }

  /// Takes over the live series of `before`, which is read no longer: they go on, or end with the
  /// next page.
  public void adopt(TargetPages before) {
    before.collector.orphansTo(collector);
  }

  /// What the page that was read last had, also when reading it failed.
  public PageOutcome outcome() {
    return collector.outcome();
  }

  /// Type, help and unit of the families seen.
  public List<MetricMetadata> metadata() {
    return families.all();
  }

  /// How many series are remembered.
  public int knownSeries() {
    return table.size();
  }
}
