package io.mallwatch.server.self;

import static io.mallwatch.server.self.SelfTelemetry.single;

import io.mallwatch.doors.http.MetricFamily;
import io.mallwatch.logs.tail.TailReport;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// How the reading of log files goes, as metric families.
public final class TailMetrics {

  private static final int MAX_FILES = 200;

  private TailMetrics() {}

  /// @return lag of the 200 files that lag most, and sums of all
  public static List<MetricFamily> families(TailReport report) {
    TailReport.Totals totals = report.totals();
    List<MetricFamily.Point> lags =
        report.files().stream()
            .sorted(Comparator.comparingLong(TailReport.FileStatus::lagBytes).reversed())
            .limit(MAX_FILES)
            .map(file ->
                new MetricFamily.Point(
                    Labels.of("path", file.path().toString()), (double) file.lagBytes()))
            .toList();
    List<MetricFamily.Point> states = new ArrayList<>();
    for (TailReport.State state : TailReport.State.values()) {
      long count = report.files().stream().filter(file -> file.state() == state).count();
      states.add(
          new MetricFamily.Point(
              Labels.of("state", state.name().toLowerCase(Locale.ROOT)), (double) count));
    }
    return List.of(
        new MetricFamily("mallwatch_tail_lag_bytes", "gauge", "Of log files, not yet read.", lags),
        new MetricFamily("mallwatch_tail_files", "gauge", "Log files by state.", states),
        single(
            "mallwatch_tail_ignored_files",
            "gauge",
            "Files that an input names and that are not read.",
            report.ignored().size()),
        single(
            "mallwatch_tail_entries_total",
            "counter",
            "Entries of log files that were stored.",
            totals.entries()),
        single("mallwatch_tail_bytes_total", "counter", "Bytes of them.", totals.bytes()),
        single(
            "mallwatch_tail_refused_total",
            "counter",
            "Entries of log files that the store could not take as they are.",
            totals.refused()),
        single(
            "mallwatch_tail_waits_total",
            "counter",
            "How often the store had no room for what was read.",
            totals.waits()),
        single(
            "mallwatch_tail_pieces_total",
            "counter",
            "Pieces of lines that were too long.",
            totals.pieces()),
        single(
            "mallwatch_tail_failed_saves_total",
            "counter",
            "How often it could not be saved how far files were read.",
            totals.failedSaves()));
  }
}
