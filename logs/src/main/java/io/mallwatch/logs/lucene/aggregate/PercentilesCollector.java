package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The distribution of numbers.
final class PercentilesCollector implements Collector {

  private final LogAggregate.Percentiles asked;
  private final List<Digest> owners = new ArrayList<>();
  private @Nullable Numbers numbers;

  PercentilesCollector(LogAggregate.Percentiles asked) {
    this.asked = asked;
  }

  @Override
  public void enter(Segment segment) throws IOException {
    numbers = segment.numbers(asked.field());
  }

  @Override
  public void take(int document, int owner) throws IOException {
    Digest digest = digest(owner);
    Numbers here = Objects.requireNonNull(numbers);
    int count = here.load(document);
    for (int i = 0; i < count; i++) {
      digest.add(here.at(i));
    }
    Double missing = asked.missing();
    if (count == 0 && missing != null) {
      digest.add(missing);
    }
  }

  private Digest digest(int owner) {
    while (owners.size() <= owner) {
      owners.add(new Digest());
    }
    return owners.get(owner);
  }

  @Override
  public LogAggregated end(int owner) {
    Digest digest = digest(owner);
    digest.compress();
    return new LogAggregated.Distribution(
        digest.count(), percent -> digest.quantile(percent / 100), v -> 100 * digest.rank(v));
  }
}
