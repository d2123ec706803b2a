package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.query.LogFields;
import io.mallwatch.model.BadQueryException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes the collectors of a tree of aggregations.
public final class Collectors {

  private static final int MAX_DEPTH = 20;

  private Collectors() {}

  public static Map<String, Collector> of(Map<String, LogAggregate> wanted, Budget budget) {
    return of(wanted, budget, 0);
  }

  private static Map<String, Collector> of(
      Map<String, LogAggregate> wanted, Budget budget, int depth) {
    if (depth > MAX_DEPTH) {
      throw new BadQueryException("aggregations are nested deeper than " + MAX_DEPTH);
    }
    Map<String, Collector> collectors = new LinkedHashMap<>();
    wanted.forEach((name, one) -> collectors.put(name, of(one, budget, depth)));
    return collectors;
  }

  private static Collector of(LogAggregate wanted, Budget budget, int depth) {
    Buckets buckets = new Buckets(of(wanted.below(), budget, depth + 1), budget);
    return switch (wanted) {
      case LogAggregate.DateHistogram one ->
          new HistogramCollector(
              one.field(),
              new HistogramCollector.Time(new Bars(one.interval(), one.zone(), one.offsetMillis())),
              one.minCount(),
              one.extended(),
              one.hard(),
              buckets);
      case LogAggregate.Histogram one ->
          new HistogramCollector(
              one.field(),
              new HistogramCollector.Steps(one.interval(), one.offset()),
              one.minCount(),
              one.extended(),
              one.hard(),
              buckets);
      case LogAggregate.Terms one -> new TermsCollector(one, buckets);
      case LogAggregate.Filters one -> new FiltersCollector(one, buckets);
      case LogAggregate.Ranges one -> new RangesCollector(one, buckets);
      case LogAggregate.Composite one -> new CompositeCollector(one, buckets);
      case LogAggregate.Summary one -> new SummaryCollector(one);
      case LogAggregate.ValueCount one ->
          new ValueCountCollector(everyEntryHas(one.field()) ? null : one.field());
      case LogAggregate.Cardinality one -> new CardinalityCollector(one);
      case LogAggregate.Percentiles one -> new PercentilesCollector(one);
      case LogAggregate.TopHits one -> new TopHitsCollector(one);
    };
  }

  private static boolean everyEntryHas(String field) {
    return field.equals("_index")
        || field.equals("_id")
        || LogFields.canonical(field).equals("timestamp");
  }
}
