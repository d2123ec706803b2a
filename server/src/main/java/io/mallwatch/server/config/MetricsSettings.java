package io.mallwatch.server.config;

import static io.mallwatch.server.config.Setting.setting;
import static io.mallwatch.server.config.SettingType.DURATION;
import static io.mallwatch.server.config.SettingType.FLAG;
import static io.mallwatch.server.config.SettingType.SIZE_BYTES;
import static io.mallwatch.server.config.SettingType.TEXT;
import static io.mallwatch.server.config.SettingType.TEXTS;
import static io.mallwatch.server.config.SettingType.choice;
import static io.mallwatch.server.config.SettingType.number;
import static io.mallwatch.server.config.SettingType.oneOf;

import io.mallwatch.metrics.ingest.otlp.OtlpMetricsConfig.Translation;
import io.mallwatch.metrics.promql.syntax.Feature;
import io.mallwatch.metrics.promql.syntax.PromqlParser;
import io.mallwatch.metrics.tsdb.block.RetentionRule;
import io.mallwatch.model.BadQueryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The keys `metrics.*`.
final class MetricsSettings {

  private static final int MANY = 100_000_000;

  private static final SettingType<List<RetentionRule>> RETENTION_RULES_TYPE =
      TEXTS.map(
          "a list of selectors, each with a duration, such as `{job=\"debug\"} 7d`",
          MetricsSettings::retentionRules);

  private static final SettingType<Set<Feature>> FEATURES_TYPE =
      TEXTS.map(
          "a list of experimental_functions, extended_selectors, fill", MetricsSettings::features);

  private static final Setting<String> ENGINE =
      setting("metrics.engine", oneOf("tsdb"), "tsdb", "Where numbers are kept.");
  private static final Setting<Duration> RETENTION =
      setting("metrics.retention", DURATION, "90d", "How long numbers are kept.");
  private static final Setting<Long> RETENTION_SIZE =
      setting(
          "metrics.retention_size",
          SIZE_BYTES,
          "20GiB",
          "Most disk that numbers may take; the oldest go first.");
  private static final Setting<List<RetentionRule>> RETENTION_RULES =
      setting(
          "metrics.retention_rules",
          RETENTION_RULES_TYPE,
          "",
          "Series that are kept for a shorter time than the others; the first that covers a series"
              + " counts.");
  private static final Setting<Duration> OUT_OF_ORDER_WINDOW =
      setting(
          "metrics.out_of_order_window",
          DURATION,
          "1h",
          "How far behind the newest sample of its series a sample may be; 0 for strict order.");
  private static final Setting<Duration> WAL_FSYNC =
      setting(
          "metrics.wal_fsync",
          DURATION,
          "1s",
          "How often the write-ahead log is forced to disk; 0 forces every write.");
  private static final Setting<Duration> CHECKPOINT_INTERVAL =
      setting(
          "metrics.checkpoint_interval",
          DURATION,
          "10m",
          "How often what is in memory is written out, so that a start after a crash has little to"
              + " read.");
  private static final Setting<Long> RESERVED_DISK =
      setting(
          "metrics.reserved_disk",
          SIZE_BYTES,
          "64MiB",
          "Room on disk that is set aside, so that merging and deleting go on when the disk is"
              + " full.");

  private static final Setting<Integer> MAX_SERIES =
      setting(
          "metrics.max_series",
          number(1_000, MANY),
          "1000000",
          "Most series at a time; new ones past it are refused and counted.");
  private static final Setting<Integer> PER_METRIC =
      setting(
          "metrics.series.per_metric",
          number(1, MANY),
          "200000",
          "Most series of one metric name.");
  private static final Setting<Integer> PER_JOB =
      setting("metrics.series.per_job", number(1, MANY), "500000", "Most series of one `job`.");
  private static final Setting<Integer> PER_TARGET =
      setting(
          "metrics.series.per_target", number(1, MANY), "200000", "Most series of one `instance`.");
  private static final Setting<Integer> VALUES_PER_LABEL =
      setting(
          "metrics.series.values_per_label",
          number(1, MANY),
          "200000",
          "Most values of one label.");
  private static final Setting<Long> SERIES_MEMORY =
      setting(
          "metrics.series.memory",
          SIZE_BYTES,
          "0",
          "Memory that series and their newest samples may take before new series are refused; 0"
              + " for three fifths of the heap.");

  private static final Setting<Duration> TIMEOUT =
      setting("metrics.query.timeout", DURATION, "2m", "Longest that a query may take.");
  private static final Setting<Integer> CONCURRENCY =
      setting(
          "metrics.query.max_concurrency",
          number(1, 256),
          "4",
          "Queries of people that run at once. Rules have threads of their own.");
  private static final Setting<Integer> MAX_SAMPLES =
      setting(
          "metrics.query.max_samples",
          number(1, Integer.MAX_VALUE),
          "50000000",
          "Most samples that a query may hold in memory.");
  private static final Setting<Integer> QUERY_SERIES =
      setting(
          "metrics.query.max_series", number(1, MANY), "500000", "Most series that a query reads.");
  private static final Setting<Integer> RESULT_SERIES =
      setting(
          "metrics.query.max_result_series",
          number(1, MANY),
          "100000",
          "Most series that an answer may have.");
  private static final Setting<Long> QUERY_MEMORY =
      setting(
          "metrics.query.memory",
          SIZE_BYTES,
          "0",
          "Memory for the samples of all running queries; 0 for a quarter of the heap.");
  private static final Setting<Duration> LOOKBACK =
      setting(
          "metrics.query.lookback_delta",
          DURATION,
          "5m",
          "How far back an instant selector looks for a sample.");
  private static final Setting<Duration> SLOW =
      setting(
          "metrics.query.slow_threshold",
          DURATION,
          "2s",
          "Queries that take longer are logged and listed as slow.");
  private static final Setting<Set<Feature>> FEATURES =
      setting(
          "metrics.query.features",
          FEATURES_TYPE,
          "experimental_functions,extended_selectors,fill",
          "Parts of PromQL that Prometheus has behind flags.");
  private static final Setting<Boolean> DELAYED_NAME_REMOVAL =
      setting(
          "metrics.query.delayed_name_removal",
          FLAG,
          "false",
          "Keep metric names until the end of a query, as Prometheus's flag of that name.");
  private static final Setting<Boolean> START_TIMES =
      setting(
          "metrics.query.start_timestamps",
          FLAG,
          "false",
          "Tell resets of counters by the start times that senders give.");
  private static final Setting<Boolean> TYPE_AND_UNIT =
      setting(
          "metrics.query.type_and_unit_labels",
          FLAG,
          "false",
          "Tell by the label `__type__` what is a counter.");

  private static final Setting<Translation> TRANSLATION =
      setting(
          "metrics.otlp.translation_strategy",
          choice(
              List.of(
                  Translation.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
                  Translation.UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES,
                  Translation.NO_UTF8_ESCAPING_WITH_SUFFIXES,
                  Translation.NO_TRANSLATION),
              MetricsSettings::camelCase),
          "UnderscoreEscapingWithSuffixes",
          "How names of OTLP metrics become names of series.");
  private static final Setting<List<String>> PROMOTED =
      setting(
          "metrics.otlp.promote_resource_attributes",
          TEXTS,
          "",
          "Attributes of the resource that every series gets as labels.");
  private static final Setting<Boolean> PROMOTE_ALL =
      setting(
          "metrics.otlp.promote_all_resource_attributes",
          FLAG,
          "false",
          "Promote all but those that `promote_resource_attributes` lists.");
  private static final Setting<Boolean> KEEP_IDENTIFYING =
      setting(
          "metrics.otlp.keep_identifying_resource_attributes",
          FLAG,
          "false",
          "Keep in `target_info` also what `job` and `instance` say.");
  private static final Setting<Boolean> PROMOTE_SCOPE =
      setting(
          "metrics.otlp.promote_scope_metadata",
          FLAG,
          "false",
          "Give every series the name and version of its scope.");
  private static final Setting<Boolean> CUSTOM_BUCKETS =
      setting(
          "metrics.otlp.convert_histograms_to_nhcb",
          FLAG,
          "false",
          "Keep histograms with explicit bounds as native ones with custom buckets.");
  private static final Setting<Boolean> DELTAS =
      setting("metrics.otlp.convert_delta", FLAG, "true", "Add up deltas; else they are refused.");

  private static final Setting<String> SCRAPE_FILE =
      setting("metrics.scrape_file", TEXT, "", "A prometheus.yml whose scrape_configs are used.");

  static final List<Setting<?>> ALL =
      List.of(
          ENGINE,
          RETENTION,
          RETENTION_SIZE,
          RETENTION_RULES,
          OUT_OF_ORDER_WINDOW,
          WAL_FSYNC,
          CHECKPOINT_INTERVAL,
          RESERVED_DISK,
          MAX_SERIES,
          PER_METRIC,
          PER_JOB,
          PER_TARGET,
          VALUES_PER_LABEL,
          SERIES_MEMORY,
          TIMEOUT,
          CONCURRENCY,
          MAX_SAMPLES,
          QUERY_SERIES,
          RESULT_SERIES,
          QUERY_MEMORY,
          LOOKBACK,
          SLOW,
          FEATURES,
          DELAYED_NAME_REMOVAL,
          START_TIMES,
          TYPE_AND_UNIT,
          TRANSLATION,
          PROMOTED,
          PROMOTE_ALL,
          KEEP_IDENTIFYING,
          PROMOTE_SCOPE,
          CUSTOM_BUCKETS,
          DELTAS,
          SCRAPE_FILE);

  private MetricsSettings() {}

  static MetricsConfig read(Setting.Values values) {
    values.of(ENGINE);
    return new MetricsConfig(
        new MetricsConfig.Store(
            values.of(RETENTION),
            values.of(RETENTION_SIZE),
            values.of(RETENTION_RULES),
            values.of(OUT_OF_ORDER_WINDOW),
            values.of(WAL_FSYNC),
            values.of(CHECKPOINT_INTERVAL),
            values.of(RESERVED_DISK)),
        new MetricsConfig.SeriesPart(
            values.of(MAX_SERIES),
            values.of(PER_METRIC),
            values.of(PER_JOB),
            values.of(PER_TARGET),
            values.of(VALUES_PER_LABEL),
            values.of(SERIES_MEMORY)),
        new MetricsConfig.QueryPart(
            values.of(TIMEOUT),
            values.of(CONCURRENCY),
            values.of(MAX_SAMPLES),
            values.of(QUERY_SERIES),
            values.of(RESULT_SERIES),
            values.of(QUERY_MEMORY),
            values.of(LOOKBACK),
            values.of(SLOW),
            values.of(FEATURES),
            values.of(DELAYED_NAME_REMOVAL),
            values.of(START_TIMES),
            values.of(TYPE_AND_UNIT)),
        new MetricsConfig.OtlpPart(
            values.of(TRANSLATION),
            values.of(PROMOTED),
            values.of(PROMOTE_ALL),
            values.of(KEEP_IDENTIFYING),
            values.of(PROMOTE_SCOPE),
            values.of(CUSTOM_BUCKETS),
            values.of(DELTAS)),
        values.of(SCRAPE_FILE));
  }

  private static List<RetentionRule> retentionRules(List<String> lines) {
    List<RetentionRule> rules = new ArrayList<>();
    for (String line : lines) {
      int gap = line.lastIndexOf(' ');
      if (gap < 0) {
        throw new IllegalArgumentException("'" + line + "' has no duration after the selector");
      }
      try {
        rules.add(
            new RetentionRule(
                PromqlParser.parseSelector(line.substring(0, gap).strip()),
                DURATION.read(line.substring(gap + 1))));
      } catch (BadQueryException e) {
        throw new IllegalArgumentException("'" + line + "': " + e.getMessage(), e);
      }
    }
    return List.copyOf(rules);
  }

  private static Set<Feature> features(List<String> names) {
    Set<Feature> features = EnumSet.noneOf(Feature.class);
    SettingType<Feature> one =
        choice(
            List.of(Feature.values()),
            feature -> feature.name().toLowerCase(java.util.Locale.ROOT));
    names.forEach(name -> features.add(one.read(name)));
    return features;
  }

  /// `NO_TRANSLATION` as Prometheus writes it: `NoTranslation`.
  private static String camelCase(Translation translation) {
    StringBuilder out = new StringBuilder();
    for (String word : translation.name().split("_", -1)) {
      boolean shout = word.equals("UTF8");
      out.append(word.charAt(0))
          .append(shout ? word.substring(1) : word.substring(1).toLowerCase(java.util.Locale.ROOT));
    }
    return out.toString();
  }
}
