package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;
import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
import io.mallwatch.metrics.tsdb.read.LiveSeries;
import io.mallwatch.metrics.tsdb.read.LiveSource;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.List;

/// The head as readers see it: copies of the samples in question.
record HeadSlices(Head head) implements LiveSource {

  @Override
  public List<LiveSeries> slices(List<Matcher> matchers, long fromMillis, long toMillis) {
    List<LiveSeries> found = new ArrayList<>();
    for (HeadSeries series : head.select(matchers)) {
      SampleBuffer samples = series.read(fromMillis, toMillis);
      if (!samples.isEmpty()) {
        SampleColumns copy = new SampleColumns(samples.size());
        for (int i = 0; i < samples.size(); i++) {
          copy.add(samples.timestamp(i), samples.value(i));
        }
        found.add(new Copied(series.labels(), copy));
      }
    }
    return found;
  }

  private record Copied(Labels labels, SampleColumns samples) implements LiveSeries {
    @Override
    public void read(long fromMillis, long toMillis, SampleColumns into) {
      int start = into.size();
      ColumnEdits.append(samples, 0, samples.size(), into);
      ColumnEdits.keepRange(into, start, fromMillis, toMillis);
    }

    @Override
    public void readNewest(long fromMillis, long toMillis, SampleColumns into) {
      into.clear();
      read(fromMillis, toMillis, into);
      if (into.size() > 1) {
        long newest = into.times()[into.size() - 1];
        var _ = ColumnEdits.removeRange(into, 0, Long.MIN_VALUE, newest - 1);
      }
    }

    @Override
    public boolean hasSamples(long fromMillis, long toMillis) {
      SampleColumns found = new SampleColumns(1);
      read(fromMillis, toMillis, found);
      return !found.isEmpty();
    }
  }
}
