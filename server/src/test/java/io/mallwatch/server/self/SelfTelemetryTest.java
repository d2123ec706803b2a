package io.mallwatch.server.self;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.model.Labels;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTelemetryTest {

  @Test
  void everyPointBecomesASeriesOfThisTarget() {
    SelfTelemetry self = new SelfTelemetry("127.0.0.1:7600");
    self.add(() ->
        List.of(
            new MetricFamily(
                "a_seconds",
                "summary",
                "A.",
                List.of(new MetricFamily.Point("_sum", Labels.of("door", "otlp"), 1.5)))));

    MetricBatch batch = self.samples(Instant.ofEpochSecond(7));

    assertThat(batch.series().getFirst().labels())
        .isEqualTo(
            Labels.of(
                Labels.METRIC_NAME,
                "a_seconds_sum",
                "door",
                "otlp",
                "instance",
                "127.0.0.1:7600",
                "job",
                "mallwatch"));
    assertThat(batch.metadata().getFirst().type()).isEqualTo("summary");
  }

  @Test
  void theProcessTellsItsMemoryAndTime() {
    assertThat(ProcessMetrics.families())
        .extracting(MetricFamily::name)
        .contains("process_heap_used_bytes", "process_cpu_seconds_total");
  }
}
