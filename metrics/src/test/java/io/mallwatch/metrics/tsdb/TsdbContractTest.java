package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.MetricSinkContract;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.SeriesSet;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.io.TempDir;

class TsdbContractTest extends MetricSinkContract {

  @TempDir private Path dir;

  @Override
  protected Opened open() {
    TsdbFixture fixture = TsdbFixture.open(dir);
    return new Opened() {
      @Override
      public MetricSink sink() {
        return fixture.tsdb;
      }

      @Override
      public SortedMap<Long, Double> samples(Labels series) {
        return fixture.samples(series);
      }

      @Override
      public void read(Labels series, SampleColumns into) {
        Matcher name = Matcher.equal("__name__", series.metricName());
        try (SeriesSet set =
            fixture
                .tsdb
                .seriesSource()
                .select(List.of(name), Long.MIN_VALUE, Long.MAX_VALUE, Deadline.NEVER)) {
          for (int i = 0; i < set.size(); i++) {
            if (set.labels(i).equals(series)) {
              set.read(i, into);
            }
          }
        }
      }

      @Override
      public long nowMillis() {
        return fixture.now();
      }

      @Override
      public void close() {
        fixture.close();
      }
    };
  }
}
