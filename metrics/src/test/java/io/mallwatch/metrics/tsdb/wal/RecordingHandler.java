package io.mallwatch.metrics.tsdb.wal;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
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
  public void sample(int ref, long timestampMillis, double value) {
    said.add("sample " + ref + " " + timestampMillis + " " + Double.doubleToRawLongBits(value));
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
  public void chunks(int ref, long maxMillis, double lastValue, List<Chunk> chunks) {
    int samples = chunks.stream().mapToInt(Chunk::count).sum();
    said.add("chunks " + ref + " " + maxMillis + " " + lastValue + " " + samples);
  }
}
