package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.logs.LogCounts;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.logs.service.LogStatistics;
import io.mallwatch.model.LogEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How log lines and their counts are written.
final class LogShapes {

  /// @param next cursor of the next page; null on the last
  record Page(
      List<LogHit> entries,
      long total,
      boolean totalExact,
      long intervalMillis,
      LogCounts.Result counts,
      @Nullable String next,
      long tookMillis) {}

  private static final Shape<LogEntry.LogError> ERROR =
      Shape.<LogEntry.LogError>object("LogError")
          .field("name", Shape.STRING, LogEntry.LogError::name)
          .field("message", Shape.STRING, LogEntry.LogError::message)
          .optional("stack", Shape.STRING, LogEntry.LogError::stack);

  static final Shape<LogHit> ROW =
      Shape.<LogHit>object("LogRow")
          .field("id", Shape.STRING, LogHit::id)
          .field("timestamp", Shape.INSTANT, hit -> hit.entry().timestamp())
          .field(
              "level",
              Shape.oneOf("error", "warn", "info", "debug", "trace"),
              hit -> hit.entry().level().text())
          .field("service", Shape.STRING, hit -> hit.entry().service())
          .field("message", Shape.STRING, hit -> hit.entry().message())
          .optional("category", Shape.STRING, hit -> hit.entry().category())
          .optional("action", Shape.STRING, hit -> hit.entry().action())
          .optional("requestId", Shape.STRING, hit -> hit.entry().requestId())
          .optional("userId", Shape.STRING, hit -> hit.entry().userId())
          .optional("traceId", Shape.STRING, hit -> hit.entry().traceId())
          .optional("spanId", Shape.STRING, hit -> hit.entry().spanId())
          .optional("durationMillis", Shape.NUMBER, hit -> hit.entry().durationMillis())
          .optional("error", ERROR, hit -> hit.entry().error())
          .field("tags", Shape.list(Shape.STRING), hit -> hit.entry().tags())
          .field("data", Shape.FREE, hit -> hit.entry().data());

  static final Shape<List<LogHit>> ROWS =
      Shape.<List<LogHit>>object("LogRows").field("entries", Shape.list(ROW), rows -> rows);

  private static final Shape<LogCounts.Bar> BAR =
      Shape.<LogCounts.Bar>object("LogBucket")
          .field("t", Shape.LONG, LogCounts.Bar::startMillis)
          .field("counts", Shape.map(Shape.LONG), bar -> new TreeMap<>(bar.split()));

  private static final Shape<Page> HISTOGRAM =
      Shape.<Page>object("LogHistogram")
          .field("intervalMillis", Shape.LONG, Page::intervalMillis)
          .field("buckets", Shape.list(BAR), page -> page.counts().bars());

  private static final Shape<LogCounts.Value> VALUE =
      Shape.<LogCounts.Value>object("FacetValue")
          .field("value", Shape.STRING, LogCounts.Value::value)
          .field("count", Shape.LONG, LogCounts.Value::count);

  static final Shape<Page> PAGE =
      Shape.<Page>object("LogPage")
          .field("entries", Shape.list(ROW), Page::entries)
          .field("total", Shape.LONG, Page::total)
          .field("totalExact", Shape.BOOLEAN, Page::totalExact)
          .field("histogram", HISTOGRAM, page -> page)
          .field("facets", Shape.map(Shape.list(VALUE)), LogShapes::facets)
          .optional("next", Shape.STRING, Page::next)
          .field("tookMillis", Shape.LONG, Page::tookMillis);

  /// Counts over time.
  record Counts(long intervalMillis, LogCounts.Result result) {}

  static final Shape<Counts> COUNTS =
      Shape.<Counts>object("LogCounts")
          .field("total", Shape.LONG, counts -> counts.result().total())
          .field("intervalMillis", Shape.LONG, Counts::intervalMillis)
          .field("buckets", Shape.list(BAR), counts -> counts.result().bars());

  /// Values of some fields, with the fields' order.
  record Counted(List<String> fields, LogCounts.Result result) {}

  private static final Shape<LogCounts.Facet> FACET =
      Shape.<LogCounts.Facet>object("LogFacet")
          .field("values", Shape.list(VALUE), LogCounts.Facet::values)
          .field("other", Shape.LONG, LogCounts.Facet::other);

  static final Shape<Counted> COUNTED =
      Shape.<Counted>object("LogFacets")
          .field("total", Shape.LONG, counted -> counted.result().total())
          .field("facets", Shape.map(FACET), LogShapes::inOrder);

  private static final Shape<LogFieldList.Field> FIELD =
      Shape.<LogFieldList.Field>object("LogField")
          .field("name", Shape.STRING, LogFieldList.Field::name)
          .field(
              "type",
              Shape.oneOf("text", "keyword", "number", "boolean", "mixed"),
              LogFieldList.Field::type)
          .field("entries", Shape.INTEGER, LogFieldList.Field::entries)
          .field("percent", Shape.NUMBER, LogFieldList.Field::percent)
          .field("top", Shape.list(VALUE), LogFieldList.Field::top);

  static final Shape<LogFieldList> FIELDS =
      Shape.<LogFieldList>object("LogFields")
          .field("sampled", Shape.INTEGER, LogFieldList::sampled)
          .field("fields", Shape.list(FIELD), LogFieldList::fields);

  /// @param count entries that have it
  record Completion(String text, long count) {}

  static final Shape<List<Completion>> COMPLETIONS =
      Shape.<List<Completion>>object("LogCompletions")
          .field(
              "completions",
              Shape.list(
                  Shape.<Completion>object("LogCompletion")
                      .field("text", Shape.STRING, Completion::text)
                      .field("count", Shape.LONG, Completion::count)),
              list -> list);

  static final Shape<LogSearchResult> FOUND =
      Shape.<LogSearchResult>object("LogsFound")
          .field("entries", Shape.list(ROW), LogSearchResult::hits)
          .field("total", Shape.LONG, LogSearchResult::total);

  static final Shape<LogStatistics> STATISTICS =
      Shape.<LogStatistics>object("LogStatistics")
          .field("totalLogs", Shape.LONG, LogStatistics::totalLogs)
          .field(
              "timeSeries",
              Shape.list(
                  Shape.<LogStatistics.Point>object("LogPoint")
                      .field("timestamp", Shape.INSTANT, LogStatistics.Point::timestamp)
                      .field("count", Shape.LONG, LogStatistics.Point::count)),
              LogStatistics::timeSeries)
          .field("byLevel", Shape.map(Shape.LONG), LogStatistics::byLevel)
          .field("byService", Shape.map(Shape.LONG), LogStatistics::byService);

  private LogShapes() {}

  private static Map<String, LogCounts.Facet> inOrder(Counted counted) {
    Map<String, LogCounts.Facet> facets = new LinkedHashMap<>();
    for (String field : counted.fields()) {
      LogCounts.Facet facet = counted.result().facets().get(field);
      facets.put(field, facet == null ? new LogCounts.Facet(List.of(), 0) : facet);
    }
    return facets;
  }

  private static Map<String, List<LogCounts.Value>> facets(Page page) {
    Map<String, List<LogCounts.Value>> facets = new LinkedHashMap<>();
    for (String field : LogsResource.FACETS) {
      LogCounts.Facet facet = page.counts().facets().get(field);
      facets.put(field, facet == null ? List.of() : facet.values());
    }
    return facets;
  }
}
