package io.mallwatch.ops.incident.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.logs.LogAggregation;
import io.mallwatch.logs.LogHit;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogReads;
import io.mallwatch.logs.LogSearchResult;
import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricCapabilities;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.Labels;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.LogLevel;
import io.mallwatch.model.Matcher;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.TimeRange;
import io.mallwatch.ops.incident.Handling;
import io.mallwatch.ops.incident.Incident;
import io.mallwatch.ops.incident.IncidentAlert;
import io.mallwatch.ops.incident.Priority;
import io.mallwatch.ops.incident.TimelineEvent;
import io.mallwatch.testkit.FakeClock;
import io.mallwatch.traces.Operation;
import io.mallwatch.traces.ServiceEdge;
import io.mallwatch.traces.SpanBatch;
import io.mallwatch.traces.Trace;
import io.mallwatch.traces.TraceCapabilities;
import io.mallwatch.traces.TraceQuery;
import io.mallwatch.traces.TraceStore;
import io.mallwatch.traces.TraceSummary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class EvidenceBundleTest {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final FakeClock clock = FakeClock.mondayMorning();
  private final Instant opened = clock.instant().minusSeconds(600);

  private final Incident incident =
      new Incident(
          7,
          "支付 <成功率> 过低",
          Priority.P1,
          Incident.State.ACKNOWLEDGED,
          opened,
          opened.plusSeconds(120),
          "王芳",
          null,
          "g",
          List.of(
              new IncidentAlert(
                  "ff",
                  Labels.of("alertname", "Low", "service", "pay"),
                  Map.of("summary", "低"),
                  opened,
                  null,
                  "")),
          Handling.NONE);

  private final List<TimelineEvent> timeline =
      List.of(
          new TimelineEvent(
              opened, TimelineEvent.Kind.OPENED, "system", "故障打开", "Opened", Map.of("k", "v")));

  private Map<String, String> bundle(boolean storesWork) throws IOException {
    EvidenceBundle bundle =
        new EvidenceBundle(
            new EvidenceBundle.Sources(
                new Numbers(storesWork),
                new Lines(storesWork),
                new NoTraces(storesWork),
                name -> Optional.of("alert: " + name),
                "1"),
            ZONE,
            clock);
    byte[] zip =
        bundle.zip(incident, timeline, Map.of("Low", "ok / all < 0.95"), Optional.of(8412.0));
    Map<String, String> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void theBundleHoldsEverythingAndEveryFileHasItsDigest() throws IOException {
    Map<String, String> files = bundle(true);

    assertThat(files)
        .containsKeys(
            "index.html",
            "incident.json",
            "charts/Low.csv",
            "charts/Low.svg",
            "logs.ndjson",
            "rules/Low.yml",
            "postmortem.zh.md",
            "postmortem.en.md",
            "manifest.json",
            "SHA256SUMS");
    assertThat(files.get("charts/Low.csv"))
        .isEqualTo("series,time,value\n\"{service=\"\"pay\"\"}\",1970-01-01T00:00:01Z,0.8\n");
    assertThat(files.get("logs.ndjson")).contains("\"message\":\"pay failed\"");
    assertThat(files.get("postmortem.zh.md")).contains("¥8,412", "2 分钟 / 30 分钟", "故障打开");
    assertThat(files.get("postmortem.en.md")).contains("Root cause", "2 min / 30 min");
    assertThat(files.get("index.html"))
        .contains("支付 &lt;成功率&gt; 过低", "<svg", "pay failed")
        .doesNotContain("<script", "http-equiv", "src=");
    files.forEach((name, content) -> {
      if (!name.equals("SHA256SUMS")) {
        String digest = EvidenceFiles.sha256(content.getBytes(StandardCharsets.UTF_8));
        assertThat(files.get("SHA256SUMS")).contains(digest + "  " + name + "\n");
      }
    });
  }

  @Test
  void whatAStoreCannotGiveIsNamedAndTheRestIsThere() throws IOException {
    Map<String, String> files = bundle(false);

    assertThat(files.get("manifest.json"))
        .contains("chart of Low: away", "log lines: away", "traces: away");
    assertThat(files.get("index.html")).contains("log lines: away");
    assertThat(files).containsKeys("incident.json", "rules/Low.yml");
  }

  @Test
  void theChartShowsTheValueWithoutItsThreshold() {
    assertThat(EvidenceBundle.bare("sum(a) / sum(b) < 0.95")).isEqualTo("sum(a) / sum(b)");
    assertThat(EvidenceBundle.bare("a > 5 and b > 3")).isEqualTo("a > 5 and b > 3");
    assertThat(EvidenceBundle.bare("up == 0")).isEqualTo("up");
  }

  private record Numbers(boolean works) implements MetricQueries {
    @Override
    public QueryResult instant(String query, Instant at, QueryOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public QueryResult range(
        String query, Instant start, Instant end, Duration step, QueryOptions options) {
      assertThat(query).isEqualTo("ok / all");
      if (!works) {
        throw new StoreUnavailableException("away");
      }
      return new QueryResult(
          new QueryResult.Matrix(
              List.of(
                  new QueryResult.SeriesPoints(
                      Labels.of("service", "pay"), new long[] {1000}, new double[] {0.8}))),
          List.of(),
          List.of(),
          new QueryResult.Stats(0, 0, 0));
    }

    @Override
    public List<Labels> series(
        List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
      return List.of();
    }

    @Override
    public List<String> labelNames(
        List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
      return List.of();
    }

    @Override
    public List<String> labelValues(
        String name, List<List<Matcher>> selectors, TimeRange range, QueryOptions options) {
      return List.of();
    }

    @Override
    public List<Exemplar> exemplars(String query, TimeRange range, QueryOptions options) {
      return List.of();
    }

    @Override
    public List<MetricMetadata> metadata(String family) {
      return List.of();
    }

    @Override
    public MetricCapabilities capabilities() {
      return new MetricCapabilities(false, false, false, false, false);
    }
  }

  private record Lines(boolean works) implements LogReads {
    @Override
    public LogSearchResult search(LogQuery query) {
      if (!works) {
        throw new StoreUnavailableException("away");
      }
      LogEntry entry = LogEntry.builder(Instant.EPOCH, LogLevel.ERROR, "pay", "pay failed").build();
      return new LogSearchResult(List.of(new LogHit("1", "i", entry, "c")), 1, true);
    }

    @Override
    public LogAggregation.Result aggregate(LogAggregation aggregation) {
      throw new UnsupportedOperationException();
    }
  }

  private record NoTraces(boolean works) implements TraceStore {
    @Override
    public void append(SpanBatch batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<TraceSummary> find(TraceQuery query) {
      if (!works) {
        throw new StoreUnavailableException("away");
      }
      return List.of();
    }

    @Override
    public Optional<Trace> trace(String traceId, Deadline deadline) {
      return Optional.empty();
    }

    @Override
    public boolean archive(String traceId) {
      return false;
    }

    @Override
    public List<String> services() {
      return List.of();
    }

    @Override
    public List<Operation> operations(String service) {
      return List.of();
    }

    @Override
    public List<ServiceEdge> dependencies(TimeRange range) {
      return List.of();
    }

    @Override
    public TraceCapabilities capabilities() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
