package io.mallwatch.metrics.tsdb.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.tsdb.block.BlockAnalysis.Amount;
import io.mallwatch.model.Labels;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockAnalysisTest {

  @TempDir private Path dir;

  @Test
  void saysWhatFillsABlock() {
    BlockModel model = new BlockModel();
    for (int pod = 0; pod < 4; pod++) {
      for (int i = 0; i <= 25; i++) {
        // each pod is there for a quarter of the block
        model.put(Labels.of("__name__", "up", "pod", "p" + pod), pod * 250L + i * 10L, 1);
      }
    }
    for (long at = 0; at <= 1000; at += 10) {
      model.put(Labels.of("__name__", "orders", "shop", "a"), at, 2);
    }
    try (BlockSet set = BlockModel.open(dir)) {
      model.writeTo(set, 0, 1000);
      BlockAnalysis analysis = BlockAnalysis.of(set.blocks().getFirst(), 3);

      assertThat(analysis.block().series()).isEqualTo(5);
      assertThat(analysis.labelNames()).isEqualTo(3);
      assertThat(analysis.labelPairs()).isEqualTo(7);
      assertThat(analysis.churningPairs())
          .containsExactly(
              new Amount("__name__=up", 3.0),
              new Amount("pod=p0", 0.75),
              new Amount("pod=p1", 0.75));
      assertThat(analysis.churningNames())
          .containsExactly(new Amount("__name__", 3.0), new Amount("pod", 3.0));
      assertThat(analysis.commonPairs()).first().isEqualTo(new Amount("__name__=up", 4.0));
      assertThat(analysis.labelsByValues()).first().isEqualTo(new Amount("pod", 4.0));
      assertThat(analysis.metricsBySeries())
          .containsExactly(new Amount("up", 4.0), new Amount("orders", 1.0));
      assertThat(analysis.bytesPerSample()).isPositive();
      assertThat(analysis.samplesPerChunk()).isBetween(20.0, 256.0);
    }
  }
}
