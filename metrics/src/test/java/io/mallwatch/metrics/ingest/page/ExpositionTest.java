package io.mallwatch.metrics.ingest.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  @Test
  void aPageIsReadAsItStands() {
    String page = "# TYPE a counter\n# HELP a Help.\na{b=\"c\"} 1\na{b=\"c\"} 2 -5\nd 3 0\n";

    Exposition read = Exposition.parse(page.getBytes(StandardCharsets.UTF_8));

    Labels a = Labels.of("__name__", "a", "b", "c");
    assertThat(read.lines())
        .containsExactly(
            new Exposition.Line(a, 1, OptionalLong.empty()),
            new Exposition.Line(a, 2, OptionalLong.of(-5)),
            new Exposition.Line(Labels.of("__name__", "d"), 3, OptionalLong.of(0)));
    assertThat(read.metadata()).containsExactly(new MetricMetadata("a", "counter", "Help.", ""));
  }
}
