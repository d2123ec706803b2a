package io.mallwatch.server;

import io.mallwatch.logs.lucene.LogRecovery;
import io.mallwatch.logs.lucene.LuceneLogStore;
import io.mallwatch.metrics.tsdb.Recovery;
import io.mallwatch.metrics.tsdb.Tsdb;
import io.mallwatch.traces.segment.SegmentTraceStore;
import io.mallwatch.traces.segment.TraceRecovery;
import java.util.ArrayList;
import java.util.List;

/// Says what the start found and mended after an unclean stop.
final class Recovered {

  private Recovered() {}

  /// One sentence a store; none after a clean stop of undamaged stores. They are printed too.
  static List<String> sentences(
      boolean stoppedCleanly, Tsdb tsdb, LuceneLogStore logs, SegmentTraceStore traces) {
    List<String> sentences = new ArrayList<>();
    Recovery metrics = tsdb.recovery();
    LogRecovery lines = logs.recovery();
    TraceRecovery spans = traces.recovery();
    boolean damaged = metrics.damaged() || !lines.clean() || spans.broken() > 0;
    if (stoppedCleanly && !damaged) {
      return sentences;
    }
    sentences.add(
        "metrics: %,d samples of %,d series read back from the write-ahead log, %,d torn bytes cut, %,d damaged bytes and %d files kept aside"
            .formatted(
                metrics.samples(),
                metrics.series(),
                metrics.tornBytes(),
                metrics.skippedBytes(),
                metrics.quarantined().size()));
    sentences.add(
        "logs: %,d entries read back, %,d torn bytes cut, %d damaged places and %d days kept aside"
            .formatted(
                lines.replayedEntries(),
                lines.tornBytes(),
                lines.brokenStretches(),
                lines.quarantined().size()));
    sentences.add(
        "traces: %,d spans read back, %,d torn bytes cut, %d damaged parts kept aside"
            .formatted(spans.replayedSpans(), spans.tornBytes(), spans.broken()));
    System.out.println(
        stoppedCleanly ? "Damage was found and set aside:" : "Recovered after an unclean stop:");
    sentences.forEach(sentence -> System.out.println("  " + sentence));
    return sentences;
  }
}
