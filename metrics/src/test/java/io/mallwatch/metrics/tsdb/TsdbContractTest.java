package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.MetricSinkContract;
import io.mallwatch.model.Labels;
import java.nio.file.Path;
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
