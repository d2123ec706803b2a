package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import io.mallwatch.model.BadQueryException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Buckets by combinations of values. Only the combinations of the page asked for, and those that
/// were in it for a while, are held.
final class CompositeCollector implements Collector {

  private final LogAggregate.Composite asked;
  private final Buckets buckets;
  private final List<Part> parts = new ArrayList<>();
  private final Comparator<List<Object>> order;
  private final List<TreeMap<List<Object>, Integer>> owners = new ArrayList<>();

  CompositeCollector(LogAggregate.Composite asked, Buckets buckets) {
    this.asked = asked;
    this.buckets = buckets;
    for (LogAggregate.Source source : asked.sources()) {
      parts.add(part(source));
    }
    this.order = this::compare;
  }

  /// Values of one source in the documents of a segment.
  private interface Part {
    void enter(Segment segment) throws IOException;

    List<Object> values(int document) throws IOException;
  }

  private static Part part(LogAggregate.Source source) {
    return switch (source.of()) {
      case LogAggregate.Terms terms -> new TextPart(terms.field(), terms.missing());
      case LogAggregate.DateHistogram histogram ->
          new NumberPart(
              histogram.field(),
              new HistogramCollector.Time(
                  new Bars(histogram.interval(), histogram.zone(), histogram.offsetMillis())));
      case LogAggregate.Histogram histogram ->
          new NumberPart(
              histogram.field(),
              new HistogramCollector.Steps(histogram.interval(), histogram.offset()));
      default -> throw new BadQueryException("[composite] has no such source: " + source.name());
    };
  }

  private static final class TextPart implements Part {
    private final String field;
    private final @Nullable String missing;
    private @Nullable Keys keys;

    TextPart(String field, @Nullable String missing) {
      this.field = field;
      this.missing = missing;
    }

    @Override
    public void enter(Segment segment) throws IOException {
      keys = segment.keys(field);
    }

    @Override
    public List<Object> values(int document) throws IOException {
      Keys here = java.util.Objects.requireNonNull(keys);
      List<Object> values = new ArrayList<>(1);
      for (int i = here.load(document); i > 0; i--) {
        values.add(here.text(here.next()));
      }
      if (values.isEmpty() && missing != null) {
        values.add(missing);
      }
      return values;
    }
  }

  private static final class NumberPart implements Part {
    private final String field;
    private final HistogramCollector.Ruler ruler;
    private @Nullable Numbers numbers;

    NumberPart(String field, HistogramCollector.Ruler ruler) {
      this.field = field;
      this.ruler = ruler;
    }

    @Override
    public void enter(Segment segment) throws IOException {
      numbers = segment.numbers(field);
    }

    @Override
    public List<Object> values(int document) throws IOException {
      Numbers here = java.util.Objects.requireNonNull(numbers);
      int count = here.load(document);
      List<Object> values = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        Object key = ruler.key(ruler.start(here.at(i)));
        if (!values.contains(key)) {
          values.add(key);
        }
      }
      return values;
    }
  }

  @Override
  public void enter(Segment segment) throws IOException {
    for (Part part : parts) {
      part.enter(segment);
    }
    buckets.enter(segment);
  }

  @Override
  public void take(int document, int owner) throws IOException {
    List<List<Object>> values = new ArrayList<>(parts.size());
    for (Part part : parts) {
      List<Object> of = part.values(document);
      if (of.isEmpty()) {
        return;
      }
      values.add(of);
    }
    combine(document, owner, values, new ArrayList<>(parts.size()));
  }

  private void combine(int document, int owner, List<List<Object>> values, List<Object> key)
      throws IOException {
    if (key.size() == values.size()) {
      take(document, owner, key);
      return;
    }
    for (Object value : values.get(key.size())) {
      key.add(value);
      combine(document, owner, values, key);
      key.removeLast();
    }
  }

  private void take(int document, int owner, List<Object> key) throws IOException {
    while (owners.size() <= owner) {
      owners.add(new TreeMap<>(order));
    }
    TreeMap<List<Object>, Integer> mine = owners.get(owner);
    if (!asked.after().isEmpty() && compare(key, asked.after()) <= 0) {
      return;
    }
    Integer known = mine.get(key);
    if (known == null) {
      // What is behind a full page stays out: it would be pushed out in any case.
      if (mine.size() >= asked.size() && compare(key, mine.lastKey()) > 0) {
        return;
      }
      known = buckets.open();
      mine.put(List.copyOf(key), known);
      if (mine.size() > asked.size()) {
        mine.pollLastEntry();
      }
    }
    buckets.take(document, known);
  }

  private int compare(List<Object> left, List<Object> right) {
    for (int i = 0; i < asked.sources().size(); i++) {
      int one = compare(left.get(i), right.get(i));
      if (one != 0) {
        return asked.sources().get(i).descending() ? -one : one;
      }
    }
    return 0;
  }

  private static int compare(Object left, Object right) {
    return left instanceof Number a && right instanceof Number b
        ? Double.compare(a.doubleValue(), b.doubleValue())
        : left.toString().compareTo(right.toString());
  }

  @Override
  public LogAggregated end(int owner) throws IOException {
    List<LogAggregated.Bucket> told = new ArrayList<>();
    if (owner < owners.size()) {
      for (Map.Entry<List<Object>, Integer> one : owners.get(owner).entrySet()) {
        told.add(buckets.end(one.getKey(), one.getValue()));
      }
    }
    buckets.told(told.size());
    return new LogAggregated.Buckets(told, 0);
  }
}
