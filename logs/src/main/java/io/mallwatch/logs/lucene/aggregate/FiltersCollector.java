package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/// Buckets by filter, in the filters' order.
final class FiltersCollector implements Collector {

  private final LogAggregate.Filters asked;
  private final Buckets buckets;
  private final List<@Nullable DocIdSetIterator> matching = new ArrayList<>();
  private final List<int[]> owners = new ArrayList<>();

  FiltersCollector(LogAggregate.Filters asked, Buckets buckets) {
    this.asked = asked;
    this.buckets = buckets;
  }

  @Override
  public void enter(Segment segment) throws IOException {
    matching.clear();
    for (LogAggregate.Named named : asked.filters()) {
      matching.add(segment.matching(named.filter()));
    }
    buckets.enter(segment);
  }

  @Override
  public void take(int document, int owner) throws IOException {
    int[] mine = owner(owner);
    boolean any = false;
    for (int i = 0; i < matching.size(); i++) {
      DocIdSetIterator filter = matching.get(i);
      if (filter == null) {
        continue;
      }
      int at = filter.docID();
      if (at < document) {
        at = filter.advance(document);
      }
      if (at == document) {
        any = true;
        buckets.take(document, mine[i]);
      }
    }
    if (!any && asked.other() != null) {
      buckets.take(document, mine[matching.size()]);
    }
  }

  private int[] owner(int owner) {
    while (owners.size() <= owner) {
      int[] opened = new int[asked.filters().size() + (asked.other() == null ? 0 : 1)];
      for (int i = 0; i < opened.length; i++) {
        opened[i] = buckets.open();
      }
      owners.add(opened);
    }
    return owners.get(owner);
  }

  @Override
  public LogAggregated end(int owner) throws IOException {
    int[] mine = owner(owner);
    buckets.told(mine.length);
    List<LogAggregated.Bucket> told = new ArrayList<>();
    for (int i = 0; i < asked.filters().size(); i++) {
      told.add(buckets.end(asked.filters().get(i).key(), mine[i]));
    }
    String other = asked.other();
    if (other != null) {
      told.add(buckets.end(other, mine[mine.length - 1]));
    }
    return new LogAggregated.Buckets(told, 0);
  }
}
