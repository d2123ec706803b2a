package io.mallwatch.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.AppendResult;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.metrics.scrape.yaml.ScrapeConfigYaml;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.testkit.Await;
import io.mallwatch.testkit.HttpStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScraperTest {

  private static final Duration FAST = Duration.ofSeconds(10);

  /// The clock runs this much faster than time does: scrapes come quickly, yet a slow machine has
  /// its 10 s for each.
  private static final int SPEED = 250;

  /// Keeps batches; can be told to refuse.
  private static final class ListSink implements MetricSink {
    private final List<MetricBatch> batches = new CopyOnWriteArrayList<>();
    private volatile boolean full;

    @Override
    public AppendResult append(MetricBatch batch) {
      if (full) {
        throw new StoreOverloadedException("full");
      }
      batches.add(MetricBatch.of(batch.series(), batch.exemplars(), batch.metadata()));
      return AppendResult.allAccepted(batch.size());
    }

    /// Values of one metric, oldest first, each with its labels.
    List<Map.Entry<Labels, Double>> values(String name) {
      List<Map.Entry<Labels, Double>> values = new ArrayList<>();
      for (MetricBatch batch : batches) {
        for (SeriesSamples samples : batch.series()) {
          if (samples.labels().metricName().equals(name)) {
            values.add(Map.entry(samples.labels(), samples.values()[0]));
          }
        }
      }
      return values;
    }

    boolean has(String name, double value) {
      return values(name).stream().anyMatch(entry -> entry.getValue() == value);
    }

    boolean wentStale(String name) {
      return values(name).stream().anyMatch(entry -> Sample.isStale(entry.getValue()));
    }
  }

  private final ListSink sink = new ListSink();
  private volatile String page = "orders_total{shop=\"a\",job=\"x\"} 1\n";
  private volatile int status = 200;
  private volatile Map<String, String> headers = Map.of("Content-Type", "text/plain");

  private HttpStub mall() {
    return HttpStub.answering(
        request -> new HttpStub.Answer(status, headers, page.getBytes(StandardCharsets.UTF_8)));
  }

  private Scraper scraper() {
    long start = System.nanoTime();
    InstantSource fast =
        () -> Instant.ofEpochSecond(1_700_000_000).plusNanos((System.nanoTime() - start) * SPEED);
    return new Scraper(
        sink,
        fast,
        nanos -> LockSupport.parkNanos(nanos / SPEED),
        "Mallwatch/test",
        Duration.ofMillis(50),
        Map.of());
  }

  private static boolean counted(Scraper scraper, String name) {
    return scraper.counters().getOrDefault(name, 0L) > 0;
  }

  private static ScrapeConfig job(HttpStub mall) {
    return job(mall.url().getAuthority());
  }

  private static ScrapeConfig job(String address) {
    return ScrapeConfig.of(
        "mall",
        FAST,
        FAST,
        List.of(TargetGroup.ofAddresses(List.of(address), Labels.of("env", "prod"), "static")));
  }

  private static ScrapeConfig yaml(String text) {
    return ScrapeConfigYaml.parse(text, Path.of(""), Map.of()).jobs().getFirst();
  }

  @Test
  void samplesGetTheTargetsLabelsAndAReport() {
    try (HttpStub mall = mall();
        Scraper scraper = scraper()) {
      String address = mall.url().getAuthority();
      scraper.reload(List.of(job(mall)));
      Await.until("a second scrape", () -> sink.values("scrape_series_added").size() > 1);

      Labels target = Labels.of("job", "mall", "env", "prod", "instance", address);
      assertThat(sink.values("orders_total").getFirst())
          .isEqualTo(
              Map.entry(
                  target
                      .with("__name__", "orders_total")
                      .with("shop", "a")
                      .with("exported_job", "x"),
                  1.0));
      assertThat(sink.values("up").getFirst())
          .isEqualTo(Map.entry(target.with("__name__", "up"), 1.0));
      assertThat(sink.values("scrape_samples_scraped").getFirst().getValue()).isEqualTo(1);
      assertThat(sink.values("scrape_samples_post_metric_relabeling").getFirst().getValue())
          .isEqualTo(1);
      assertThat(sink.values("scrape_series_added").getFirst().getValue()).isEqualTo(1);
      assertThat(sink.values("scrape_series_added").get(1).getValue()).isZero();
      assertThat(sink.values("scrape_duration_seconds").getFirst().getValue()).isPositive();

      TargetStatus status = scraper.targets().getFirst();
      assertThat(status.health()).isEqualTo(TargetStatus.Health.UP);
      assertThat(status.lastError()).isEmpty();
      assertThat(status.labels()).isEqualTo(target);
      assertThat(status.discovered().get("__address__")).isEqualTo(address);
      assertThat(status.lastScrape()).isPresent();

      var request = mall.requests().getFirst();
      assertThat(request.uri().getPath()).isEqualTo("/metrics");
      assertThat(request.headers().get("Accept"))
          .singleElement()
          .satisfies(accept -> assertThat(accept).contains("openmetrics"));
      assertThat(request.headers().get("User-agent")).containsExactly("Mallwatch/test");
    }
  }

  @Test
  void aSeriesThatVanishesFromThePageGoesStale() {
    page = "a 1\nb 2\n";
    try (HttpStub mall = mall();
        Scraper scraper = scraper()) {
      scraper.reload(List.of(job(mall)));
      Await.until("b", () -> sink.has("b", 2));
      page = "a 1\n";
      Await.until("b is stale", () -> sink.wentStale("b"));

      assertThat(sink.wentStale("a")).isFalse();
    }
  }

  @Test
  void aTargetThatFailsIsDownAndItsSeriesGoStale() {
    try (HttpStub mall = mall();
        Scraper scraper = scraper()) {
      scraper.reload(List.of(job(mall)));
      Await.until("orders", () -> sink.has("orders_total", 1));
      status = 500;
      Await.until("down", () -> sink.has("up", 0));

      assertThat(sink.wentStale("orders_total")).isTrue();
      Await.until(
          "status", () -> scraper.targets().getFirst().health() == TargetStatus.Health.DOWN);
      assertThat(scraper.targets().getFirst().lastError()).contains("HTTP status 500");
      status = 200;
      Await.until(
          "up again", () -> scraper.targets().getFirst().health() == TargetStatus.Health.UP);
    }
  }

  @Test
  void aTargetThatIsNotThereIsDownWithAReason() {
    String address;
    try (HttpStub gone = mall()) {
      address = gone.url().getAuthority();
    }
    try (Scraper scraper = scraper()) {
      scraper.reload(List.of(job(address)));
      Await.until("down", () -> sink.has("up", 0));
      Await.until("reason", () -> !scraper.targets().getFirst().lastError().isEmpty());
    }
  }

  @Test
  void aPageThatIsBrokenFailsAsAWhole() {
    page = "a 1\nb{ 2\n";
    try (HttpStub mall = mall();
        Scraper scraper = scraper()) {
      scraper.reload(List.of(job(mall)));
      Await.until("down", () -> sink.has("up", 0));

      assertThat(sink.values("a")).isEmpty();
      Await.until("reason", () -> scraper.targets().getFirst().lastError().contains("line 2"));
    }
  }

  @Test
  void aTargetThatLeavesTheConfigurationGoesStaleAndAChangedOneGoesOn() {
    try (HttpStub mall = mall();
        Scraper scraper = scraper()) {
      ScrapeConfig job = job(mall);
      scraper.reload(List.of(job));
      Await.until("up", () -> sink.has("up", 1));
      scraper.reload(
          List.of(
              job.withRelabeling(
                  List.of(),
                  List.of(
                      RelabelConfig.builder(RelabelConfig.Action.REPLACE)
                          .target("added")
                          .replacement("yes")
                          .build()))));
      Await.until(
          "relabelled",
          () -> sink.values("orders_total").stream().anyMatch(e -> e.getKey().has("added")));
      assertThat(sink.wentStale("up")).isFalse();

      scraper.reload(List.of());

      assertThat(scraper.targets()).isEmpty();
      assertThat(sink.wentStale("up")).isTrue();
      assertThat(sink.values("orders_total").getLast().getValue()).isNaN();
    }
  }

  @Test
  void closingLeavesSeriesAlive() {
    try (HttpStub mall = mall()) {
      try (Scraper scraper = scraper()) {
        scraper.reload(List.of(job(mall)));
        Await.until("up", () -> sink.has("up", 1));
      }
      assertThat(sink.wentStale("up")).isFalse();
    }
  }

  @Test
  void limitsFailTheScrape() {
    page = "a 1\nb 2\nc 3\n";
    try (HttpStub mall = mall();
        Scraper scraper = scraper()) {
      for (String limit :
          List.of(
              "sample_limit: 2",
              "label_limit: 2",
              "label_value_length_limit: 3",
              "body_size_limit: 10B")) {
        scraper.reload(
            List.of(
                yaml(
                    """
                    scrape_configs:
                      - job_name: mall
                        scrape_interval: 10s
                        scrape_timeout: 10s
                        %s
                        static_configs: [{targets: ['%s']}]
                    """
                        .formatted(limit, mall.url().getAuthority()))));
        String word = limit.startsWith("sample") ? "sample limit exceeded" : "exceeded";
        Await.until(limit, () -> scraper.targets().getFirst().lastError().contains(word));
      }
      assertThat(sink.values("a")).isEmpty();
    }
  }

  @Test
  void gzipIsAskedForAndUndone() {
    HttpStub zipped =
        HttpStub.answering(request ->
            new HttpStub.Answer(
                200,
                Map.of(
                    "Content-Encoding",
                    "gzip",
                    "Content-Type",
                    "application/openmetrics-text; version=1.0.0; charset=utf-8"),
                gzip("a_total 5 # {trace_id=\"ff\"} 0.5\n# EOF\n")));
    try (zipped;
        Scraper scraper = scraper()) {
      scraper.reload(List.of(job(zipped)));
      Await.until("a", () -> sink.has("a_total", 5));

      assertThat(sink.batches.getFirst().exemplars())
          .singleElement()
          .satisfies(e -> assertThat(e.labels()).isEqualTo(Labels.of("trace_id", "ff")));
      assertThat(zipped.requests().getFirst().headers().get("Accept-encoding"))
          .containsExactly("gzip");
    }
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void credentialsAndParametersAreSentButNotToAnotherHost() {
    try (HttpStub other =
            HttpStub.answering(r ->
                new HttpStub.Answer(
                    200,
                    Map.of("Content-Type", "text/plain"),
                    "moved 1\n".getBytes(StandardCharsets.UTF_8)));
        HttpStub mall =
            HttpStub.answering(r ->
                new HttpStub.Answer(302, Map.of("Location", other.url() + "/there"), new byte[0]));
        Scraper scraper = scraper()) {
      scraper.reload(
          List.of(
              yaml(
                  """
                  scrape_configs:
                    - job_name: probe
                      scrape_interval: 10s
                      scrape_timeout: 10s
                      params: {module: [http_2xx]}
                      authorization: {credentials: s3cret}
                      static_configs:
                        - targets: ['https://shop.example/支付']
                      relabel_configs:
                        - {source_labels: [__address__], target_label: __param_target}
                        - {source_labels: [__param_target], target_label: instance}
                        - {target_label: __address__, replacement: '%s'}
                  """
                      .formatted(mall.url().getAuthority()))));
      Await.until("moved", () -> sink.has("moved", 1));

      HttpStub.Request first = mall.requests().getFirst();
      assertThat(first.headers().get("Authorization")).containsExactly("Bearer s3cret");
      assertThat(first.uri().getQuery())
          .isEqualTo("module=http_2xx&target=https://shop.example/支付");
      assertThat(other.requests().getFirst().headers()).doesNotContainKey("Authorization");
      assertThat(sink.values("moved").getFirst().getKey().get("instance"))
          .isEqualTo("https://shop.example/支付");
    }
  }

  @Test
  void targetsComeFromFilesAndFollowThem(@TempDir Path dir) throws IOException {
    try (HttpStub mall = mall();
        Scraper scraper = scraper()) {
      Path file = dir.resolve("shops.json");
      Files.writeString(
          file,
          "[{\"targets\": [\"%s\"], \"labels\": {\"shop\": \"上海\"}}]"
              .formatted(mall.url().getAuthority()));
      scraper.reload(
          List.of(
              yaml(
                  """
                  scrape_configs:
                    - job_name: shops
                      scrape_interval: 10s
                      scrape_timeout: 10s
                      file_sd_configs: [{files: ['%s/*.json']}]
                      relabel_configs:
                        - {source_labels: [shop], regex: 北京, action: drop}
                  """
                      .formatted(dir))));
      Await.until("up", () -> sink.has("up", 1));
      assertThat(scraper.targets().getFirst().labels().get("shop")).isEqualTo("上海");

      Files.writeString(file, "no list");
      Await.until("counted", () -> counted(scraper, "discovery_failures"));
      assertThat(scraper.targets()).hasSize(1);

      Files.writeString(
          file, "- targets: ['%s']\n  labels: {shop: 北京}".formatted(mall.url().getAuthority()));
      Await.until("gone", () -> scraper.targets().isEmpty());
      assertThat(scraper.droppedTargets()).hasSize(1);
      Await.until("stale", () -> sink.wentStale("up"));
    }
  }

  @Test
  void aStoreThatIsFullIsCountedAndScrapingGoesOn() {
    try (HttpStub mall = mall();
        Scraper scraper = scraper()) {
      sink.full = true;
      scraper.reload(List.of(job(mall)));
      Await.until("counted", () -> counted(scraper, "store_failures"));
      sink.full = false;
      Await.until("stored", () -> sink.has("up", 1));
    }
  }

  @Test
  void aBadTargetIsCountedAndTheOthersAreScraped() {
    try (HttpStub mall = mall();
        Scraper scraper = scraper()) {
      String address = mall.url().getAuthority();
      scraper.reload(
          List.of(
              ScrapeConfig.of(
                  "mall",
                  FAST,
                  FAST,
                  List.of(
                      TargetGroup.ofAddresses(
                          List.of("http://x/y", address), Labels.EMPTY, "static")))));
      Await.until("up", () -> sink.has("up", 1));

      assertThat(scraper.counters().get("bad_targets")).isPositive();
      assertThat(scraper.targets()).hasSize(1);
    }
  }
}
