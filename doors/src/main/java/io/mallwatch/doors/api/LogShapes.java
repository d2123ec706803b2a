package io.mallwatch.doors.api;

import io.mallwatch.doors.api.describe.Shape;
import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.LogHit;
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
      LogAggregation.Result counts,
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

  private static final Shape<LogAggregation.Bar> BAR =
      Shape.<LogAggregation.Bar>object("LogBucket")
          .field("t", Shape.LONG, LogAggregation.Bar::startMillis)
          .field("counts", Shape.map(Shape.LONG), bar -> new TreeMap<>(bar.split()));

  private static final Shape<Page> HISTOGRAM =
      Shape.<Page>object("LogHistogram")
          .field("intervalMillis", Shape.LONG, Page::intervalMillis)
          .field("buckets", Shape.list(BAR), page -> page.counts().bars());

  private static final Shape<LogAggregation.Value> VALUE =
      Shape.<LogAggregation.Value>object("FacetValue")
          .field("value", Shape.STRING, LogAggregation.Value::value)
          .field("count", Shape.LONG, LogAggregation.Value::count);

  static final Shape<Page> PAGE =
      Shape.<Page>object("LogPage")
          .field("entries", Shape.list(ROW), Page::entries)
          .field("total", Shape.LONG, Page::total)
          .field("totalExact", Shape.BOOLEAN, Page::totalExact)
          .field("histogram", HISTOGRAM, page -> page)
          .field("facets", Shape.map(Shape.list(VALUE)), LogShapes::facets)
          .optional("next", Shape.STRING, Page::next)
          .field("tookMillis", Shape.LONG, Page::tookMillis);

  private LogShapes() {}

  private static Map<String, List<LogAggregation.Value>> facets(Page page) {
    Map<String, List<LogAggregation.Value>> facets = new LinkedHashMap<>();
    for (String field : LogsResource.FACETS) {
      LogAggregation.Facet facet = page.counts().facets().get(field);
      facets.put(field, facet == null ? List.of() : facet.values());
    }
    return facets;
  }
}
