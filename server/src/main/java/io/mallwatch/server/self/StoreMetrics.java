package io.mallwatch.server.self;

import static io.mallwatch.server.self.SelfTelemetry.single;

import io.mallwatch.alerts.rule.RuleCounters;
import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.logs.ingest.LogIntake;
import io.mallwatch.logs.lucene.LuceneLogStats;
import io.mallwatch.metrics.tsdb.TsdbStats;
import io.mallwatch.model.Labels;
import io.mallwatch.traces.segment.SamplingCounts;
import io.mallwatch.traces.segment.TraceStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The stores' own figures as metric families.
public final class StoreMetrics {

  private StoreMetrics() {}

  /// @param maxSeries the limit on series in memory
  public static List<MetricFamily> metrics(TsdbStats stats, int maxSeries) {
    List<MetricFamily> families = new ArrayList<>();
    families.add(
        single("prometheus_tsdb_head_series", "gauge", "Series in memory.", stats.headSeries()));
    families.add(
        single(
            "mallwatch_metrics_series_limit",
            "gauge",
            "Series past which new ones are refused.",
            maxSeries));
    families.add(
        single("prometheus_tsdb_head_chunks", "gauge", "Chunks in memory.", stats.headChunks()));
    families.add(
        single(
            "prometheus_tsdb_head_samples_appended_total",
            "counter",
            "Samples taken in.",
            stats.samplesAppended()));
    families.add(
        single(
            "mallwatch_metrics_wal_bytes",
            "gauge",
            "Write-ahead log of numbers.",
            stats.walBytes()));
    families.add(
        single("mallwatch_metrics_block_bytes", "gauge", "Blocks of numbers.", stats.blockBytes()));
    families.add(
        byLabel(
            "mallwatch_metrics_refused_samples_total",
            "counter",
            "Samples refused, by reason.",
            "reason",
            stats.samplesRefused()));
    families.add(
        byLabel(
            "mallwatch_metrics_events_total",
            "counter",
            "What happened in the store of numbers.",
            "event",
            stats.events()));
    return families;
  }

  public static List<MetricFamily> logs(LuceneLogStats stats, LogIntake intake) {
    List<MetricFamily> families = new ArrayList<>();
    families.add(
        single(
            "mallwatch_logs_appended_entries_total",
            "counter",
            "Log entries taken in.",
            stats.appendedEntries()));
    families.add(
        single("mallwatch_logs_disk_bytes", "gauge", "Log entries on disk.", stats.diskBytes()));
    families.add(single("mallwatch_logs_days", "gauge", "Days of log entries.", stats.days()));
    families.add(
        single(
            "mallwatch_logs_pending_bytes",
            "gauge",
            "Accepted and not yet searchable.",
            stats.pendingBytes()));
    families.add(
        byLabel(
            "mallwatch_logs_events_total",
            "counter",
            "What happened in the store of log entries.",
            "event",
            stats.counters()));
    List<MetricFamily.Point> points = new ArrayList<>();
    intake
        .counters()
        .forEach((name, count) ->
            points.add(new MetricFamily.Point(Labels.of("outcome", name), (double) count.sum())));
    families.add(
        new MetricFamily(
            "mallwatch_logs_intake_total",
            "counter",
            "Log entries by what became of them.",
            points));
    return families;
  }

  public static List<MetricFamily> traces(TraceStats stats) {
    return List.of(
        single("mallwatch_traces_spans_total", "counter", "Spans taken in.", stats.spans()),
        single("mallwatch_traces_head_spans", "gauge", "Spans not yet sealed.", stats.headSpans()),
        single(
            "mallwatch_traces_sealing_spans",
            "gauge",
            "Spans that wait to be decided and written.",
            stats.sealingSpans()),
        sampling(stats.sampling()),
        single(
            "mallwatch_traces_sampled_out_spans_total",
            "counter",
            "Spans of traces that tail sampling left out.",
            stats.sampling().droppedSpans()),
        single("mallwatch_traces_segments", "gauge", "Sealed segments.", stats.segments()),
        single("mallwatch_traces_disk_bytes", "gauge", "Spans on disk.", stats.segmentBytes()),
        single(
            "mallwatch_traces_refused_appends_total",
            "counter",
            "Appends refused because sealing could not keep up.",
            stats.refusedOverload()),
        single(
            "mallwatch_traces_merges_total",
            "counter",
            "Times that several segments became one.",
            stats.merges()),
        single(
            "mallwatch_traces_broken_segments",
            "gauge",
            "Damaged segments that were kept aside.",
            stats.brokenSegments()));
  }

  private static MetricFamily sampling(SamplingCounts counts) {
    return new MetricFamily(
        "mallwatch_traces_sampled_total",
        "counter",
        "Traces by what tail sampling decided; none while it is off.",
        List.of(
            decided("error", counts.error()),
            decided("slow", counts.slow()),
            decided("earlier", counts.earlier()),
            decided("rate", counts.rate()),
            decided("share", counts.share()),
            decided("dropped", counts.dropped())));
  }

  private static MetricFamily.Point decided(String decision, long count) {
    return new MetricFamily.Point(Labels.of("decision", decision), (double) count);
  }

  public static List<MetricFamily> rules(RuleCounters counters) {
    return List.of(
        single(
            "prometheus_rule_evaluations_total",
            "counter",
            "Evaluations of single rules.",
            counters.evaluations()),
        single(
            "prometheus_rule_evaluation_failures_total",
            "counter",
            "Evaluations that ended with an error.",
            counters.failures()),
        single(
            "prometheus_rule_group_iterations_missed_total",
            "counter",
            "Evaluations of groups left out because the one before took too long.",
            counters.missedIterations()),
        single(
            "mallwatch_rule_alerts_sent_total",
            "counter",
            "Alerts handed on, repeats included.",
            counters.alertsSent()),
        single(
            "mallwatch_rule_alerts_refused_total",
            "counter",
            "Alerts that found no room; they are sent again.",
            counters.alertsRefused()));
  }

  private static MetricFamily byLabel(
      String name, String type, String help, String label, Map<String, Long> counts) {
    List<MetricFamily.Point> points = new ArrayList<>();
    counts.forEach((value, count) ->
        points.add(new MetricFamily.Point(Labels.of(label, value), (double) count)));
    return new MetricFamily(name, type, help, points);
  }
}
