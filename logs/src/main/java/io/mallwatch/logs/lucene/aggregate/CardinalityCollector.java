package io.mallwatch.logs.lucene.aggregate;

import io.mallwatch.logs.LogAggregate;
import io.mallwatch.logs.LogAggregated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/// Counts different values: of one owner, every value of a segment is looked at once.
final class CardinalityCollector implements Collector {

  private final LogAggregate.Cardinality asked;
  private final List<Distinct> owners = new ArrayList<>();
  private @Nullable Keys keys;
  private long[] hashes = new long[0];

  CardinalityCollector(LogAggregate.Cardinality asked) {
    this.asked = asked;
  }

  @Override
  public void enter(Segment segment) throws IOException {
    keys = segment.keys(asked.field());
    hashes = new long[0];
  }

  @Override
  public void take(int document, int owner) throws IOException {
    while (owners.size() <= owner) {
      owners.add(new Distinct(asked.exactUpTo()));
    }
    Distinct mine = owners.get(owner);
    Keys here = Objects.requireNonNull(keys);
    for (int i = here.load(document); i > 0; i--) {
      mine.add(hash(here, here.next()));
    }
  }

  private long hash(Keys here, int number) throws IOException {
    if (number >= hashes.length) {
      hashes =
          java.util.Arrays.copyOf(hashes, Math.max(here.bound(), Math.max(16, 2 * number + 1)));
    }
    if (hashes[number] == 0) {
      long[] both = StringHelper.murmurhash3_x64_128(new BytesRef(here.text(number)));
      hashes[number] = both[0] == 0 ? 1 : both[0];
    }
    return hashes[number];
  }

  @Override
  public LogAggregated end(int owner) {
    return new LogAggregated.Count(owner < owners.size() ? owners.get(owner).count() : 0);
  }
}
