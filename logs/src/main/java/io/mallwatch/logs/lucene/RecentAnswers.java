package io.mallwatch.logs.lucene;

import io.mallwatch.logs.LogAggregated;
import io.mallwatch.logs.LogAggregation;
import io.mallwatch.model.Deadline;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was counted not long ago: a page that several people look at asks the same again while
/// nothing new came in. An answer holds as long as every day is read by the very reader it was
/// counted with. Bounded by buckets; answers that were asked for longest ago go first. Thread-safe.
final class RecentAnswers {

  private static final int TOO_MANY = 1 << 30;

  private final int maxBuckets;
  private final Map<Key, Answer> answers = new LinkedHashMap<>(16, 0.75f, true); // guarded by this
  private int buckets; // guarded by this

  /// A question without its deadline, and the readers (by identity) that it was put to.
  private record Key(LogAggregation asked, List<Object> readers) {}

  private record Answer(LogAggregation.Result result, int buckets) {}

  RecentAnswers(int maxBuckets) {
    this.maxBuckets = maxBuckets;
  }

  synchronized LogAggregation.@Nullable Result find(LogAggregation asked, List<Object> readers) {
    Answer answer = answers.get(key(asked, readers));
    return answer == null ? null : answer.result;
  }

  void keep(LogAggregation asked, List<Object> readers, LogAggregation.Result result) {
    int size = 1 + size(result.answers().values());
    if (size > maxBuckets / 8) {
      return;
    }
    synchronized (this) {
      Answer before = answers.put(key(asked, readers), new Answer(result, size));
      buckets += size - (before == null ? 0 : before.buckets);
      var oldest = answers.values().iterator();
      while (buckets > maxBuckets) {
        buckets -= oldest.next().buckets;
        oldest.remove();
      }
    }
  }

  private static Key key(LogAggregation asked, List<Object> readers) {
    return new Key(
        new LogAggregation(
            asked.indexPattern(),
            asked.range(),
            asked.filter(),
            asked.wanted(),
            asked.maxBuckets(),
            Deadline.NEVER),
        List.copyOf(readers));
  }

  /// How many buckets there are, entries of hits counted as such; what can't be shared between
  /// threads counts as too many.
  private static int size(Collection<LogAggregated> all) {
    long size = 0;
    for (LogAggregated one : all) {
      size +=
          switch (one) {
            case LogAggregated.Buckets(List<LogAggregated.Bucket> buckets, long _) ->
                buckets.stream().mapToLong(bucket -> 1L + size(bucket.below().values())).sum();
            case LogAggregated.Summary _, LogAggregated.Count _ -> 1;
            case LogAggregated.Distribution _, LogAggregated.Hits _ -> TOO_MANY;
          };
    }
    return (int) Math.min(TOO_MANY, size);
  }
}
