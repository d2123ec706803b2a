package io.mallwatch.server.view;

import io.mallwatch.doors.prometheus.PrometheusStatus;
import io.mallwatch.metrics.scrape.Durations;
import io.mallwatch.metrics.tsdb.Cardinality;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.metrics.tsdb.TsdbStats;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.config.MetricsConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Facts about this server for the Prometheus door.
public final class PrometheusFacts implements PrometheusStatus {

  /// The Prometheus whose behaviour clients may expect.
  public static final String BEHAVES_LIKE = "3.5.0";

  private static final String RELOAD_FAILED = "Configuration reload has failed.";

  private final Tsdb tsdb;
  private final Config config;
  private final Configured configured;
  private final Instant started;
  private final InstantSource clock;

  /// How reading the configuration went.
  ///
  /// @param succeededAt when it last went well
  /// @param triedAt when it was last tried
  /// @param problem why the last try failed; empty when it did not
  public record Reloaded(Instant succeededAt, Instant triedAt, String problem) {}

  /// What is in force.
  ///
  /// @param scrape the scrape configuration
  /// @param reloaded how reading it went
  public record Configured(Supplier<ScrapeText> scrape, Supplier<Reloaded> reloaded) {}

  public PrometheusFacts(
      Tsdb tsdb, Config config, Configured configured, Instant started, InstantSource clock) {
    this.tsdb = tsdb;
    this.config = config;
    this.configured = configured;
    this.started = started;
    this.clock = clock;
  }

  @Override
  public Build build() {
    return new Build(BEHAVES_LIKE, "mallwatch", "", "", "");
  }

  @Override
  public String configYaml() {
    return configured.scrape().get().yaml();
  }

  /// What Prometheus's flags of the same meaning would be.
  @Override
  public Map<String, String> flags() {
    Map<String, String> flags = new TreeMap<>();
    MetricsConfig metrics = config.metrics();
    MetricsConfig.Store store = metrics.store();
    flags.put("config.file", metrics.scrapeFile());
    flags.put("storage.tsdb.path", config.server().data().resolve("metrics").toString());
    flags.put("storage.tsdb.retention.time", Durations.format(store.retention()));
    flags.put("storage.tsdb.retention.size", store.retentionBytes() + "B");
    flags.put("web.listen-address", config.server().bind() + ":" + config.server().port());
    flags.put("web.external-url", config.server().externalUrl());
    flags.put("web.enable-admin-api", Boolean.toString(config.doors().adminApi()));
    flags.put("web.enable-remote-write-receiver", "true");
    flags.put("web.enable-otlp-receiver", "true");
    flags.put("web.enable-lifecycle", "true");
    flags.put("query.lookback-delta", Durations.format(metrics.query().lookback()));
    flags.put("query.timeout", Durations.format(metrics.query().timeout()));
    flags.put("query.max-concurrency", Integer.toString(metrics.query().concurrency()));
    flags.put("query.max-samples", Long.toString(metrics.query().maxSamples()));
    return flags;
  }

  @Override
  public RuntimeFacts runtime() {
    Reloaded reloaded = configured.reloaded().get();
    return new RuntimeFacts(
        started,
        clock.instant(),
        hostname(),
        Path.of("").toAbsolutePath().toString(),
        reloaded.problem().isEmpty(),
        reloaded.succeededAt(),
        tsdb.recovery().damaged() ? 1 : 0,
        Thread.activeCount(),
        Durations.format(config.metrics().store().retention()));
  }

  @Override
  public List<Block> blocks() {
    return tsdb.stats().blocks().stream()
        .map(meta ->
            new Block(
                "%026d".formatted(meta.number()),
                meta.fromMillis(),
                meta.toMillis(),
                meta.samples(),
                meta.series(),
                meta.chunks(),
                meta.level()))
        .toList();
  }

  @Override
  public Map<String, Map<String, Boolean>> features() {
    return PrometheusFeatures.all(config.doors().adminApi());
  }

  @Override
  public List<Notice> notices() {
    Reloaded reloaded = configured.reloaded().get();
    return reloaded.problem().isEmpty()
        ? List.of()
        : List.of(new Notice(RELOAD_FAILED, reloaded.triedAt()));
  }

  /// Alerts are routed in this process.
  @Override
  public List<String> alertmanagers() {
    String url = config.server().externalUrl();
    String own =
        url.isEmpty()
            ? "http://%s:%d".formatted(config.server().bind(), config.server().port())
            : url;
    return List.of(own + "/alertmanager/api/v2/alerts");
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  @Override
  public Head head(int limit) {
    TsdbStats stats = tsdb.stats();
    Cardinality cardinality = tsdb.cardinality(limit);
    boolean empty = stats.headMinMillis() == Long.MAX_VALUE;
    return new Head(
        stats.headSeries(),
        cardinality.labelPairs(),
        stats.headChunks(),
        empty ? 0 : stats.headMinMillis(),
        empty ? 0 : stats.headMaxMillis(),
        counts(cardinality.seriesByMetric()),
        counts(cardinality.valuesByLabel()),
        counts(cardinality.bytesByLabel()),
        counts(cardinality.seriesByPair()));
  }

  private static List<Count> counts(List<Cardinality.Count> counts) {
    return counts.stream().map(count -> new Count(count.name(), count.count())).toList();
  }

  @Override
  public boolean isReady() {
    return true;
  }
}
