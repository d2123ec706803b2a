package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.tsdb.chunk.ByteSource;
import io.mallwatch.metrics.tsdb.open.HistogramBytes;
import io.mallwatch.metrics.tsdb.open.SavedSeries;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;

/// Keeps what it is told, as text.
final class RecordingHandler implements WalHandler {

  final List<String> said = new ArrayList<>();

  @Override
  public void series(int ref, Labels labels) {
    said.add("series " + ref + " " + labels);
  }

  @Override
  public void sample(int ref, long timestampMillis, double value, long start) {
    said.add(
        "sample %d %d %d%s"
            .formatted(ref, timestampMillis, Double.doubleToRawLongBits(value), since(start)));
  }

  @Override
  public void histogram(int ref, long timestampMillis, byte[] histogram, long start) {
    NativeHistogram read = HistogramBytes.read(new ByteSource(histogram));
    said.add("histogram %d %d %s%s".formatted(ref, timestampMillis, read.count(), since(start)));
  }

  private static String since(long start) {
    return start == 0 ? "" : " since " + start;
  }

  @Override
  public void exemplar(Exemplar exemplar) {
    said.add(exemplar.toString());
  }

  @Override
  public void metadata(MetricMetadata metadata) {
    said.add(metadata.toString());
  }

  @Override
  public void deletion(int ref, long fromMillis, long toMillis) {
    said.add("deletion " + ref + " " + fromMillis + " " + toMillis);
  }

  @Override
  public void saved(SavedSeries saved) {
    said.add(
        "saved %d %d chunks=%d open=%d late=%d samples=%d"
            .formatted(
                saved.ref(),
                saved.maxMillis(),
                saved.chunks().size(),
                saved.openCount(),
                saved.late().size(),
                saved.samples()));
  }
}
