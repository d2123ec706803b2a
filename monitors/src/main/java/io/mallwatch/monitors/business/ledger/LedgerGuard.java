package io.mallwatch.monitors.business.ledger;

import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.MetricMetadata;
import io.mallwatch.metrics.MetricSink;
import io.mallwatch.metrics.SeriesSamples;
import io.mallwatch.model.Labels;
import io.mallwatch.monitors.business.ledger.Finding.State;
import io.mallwatch.monitors.business.mall.MallDatabase;
import io.mallwatch.monitors.business.mall.MallQueryException;
import io.mallwatch.monitors.business.mall.NotMappedException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the mall's database whether its books are sound, and records what it finds:
/// `mallwatch_ledger_offending_rows{invariant}`, `mallwatch_ledger_difference{invariant}`, and
/// `mallwatch_ledger_checked{invariant}`, which is 0 for what could not be checked.
///
/// [#check] is called by one thread, the one that asks the database; [#findings] by any.
public final class LedgerGuard {

  /// More offending rows than this are not counted.
  public static final int MOST_COUNTED = 1000;

  private static final Logger logger = LoggerFactory.getLogger(LedgerGuard.class);

  private static final int MOST_SHOWN = 20;
  private static final int OPEN_ID = 6;

  private final MallDatabase database;
  private final LedgerBook book;
  private final MetricSink sink;

  private volatile List<Finding> findings = List.of();

  public LedgerGuard(MallDatabase database, LedgerBook book, MetricSink sink) {
    this.database = database;
    this.book = book;
    this.sink = sink;
  }

  /// What the last check found, in the order of [Invariant#ALL]; empty before the first.
  public List<Finding> findings() {
    return findings;
  }

  /// Breaches of before and now, newest first.
  public List<LedgerBook.Breach> breaches(int most) {
    return book.recent(most);
  }

  /// Checks everything as of `now`; does nothing while no database is configured.
  public void check(Instant now) {
    if (!database.isConfigured()) {
      findings = List.of();
      return;
    }
    List<Finding> found = new ArrayList<>();
    List<SeriesSamples> series = new ArrayList<>();
    for (Invariant invariant : Invariant.ALL) {
      Finding finding = check(invariant, now);
      found.add(finding);
      note(finding);
      record(series, finding);
    }
    findings = List.copyOf(found);
    sink.append(MetricBatch.of(series, List.of(), METADATA));
  }

  private Finding check(Invariant invariant, Instant now) {
    String query = database.readable(invariant.sql(), now);
    List<Map<String, Object>> rows;
    try {
      rows = database.rows(invariant.sql(), now, MOST_COUNTED);
    } catch (NotMappedException | MallQueryException e) {
      String reason = e.getMessage();
      return new Finding(
          invariant,
          now,
          State.UNCHECKED,
          0,
          0,
          List.of(),
          reason == null ? e.toString() : reason,
          query);
    }
    double difference = 0;
    for (Map<String, Object> row : rows) {
      difference += row.get("difference") instanceof Double number ? Math.abs(number) : 0;
    }
    return new Finding(
        invariant,
        now,
        rows.isEmpty() ? State.HOLDS : State.BROKEN,
        rows.size(),
        difference,
        rows.stream().limit(MOST_SHOWN).map(LedgerGuard::shown).toList(),
        null,
        query);
  }

  private void note(Finding finding) {
    switch (finding.state()) {
      case BROKEN -> {
        logger.warn(
            "event=ledger_breach invariant={} rows={} difference={}",
            finding.invariant().id(),
            finding.offending(),
            finding.difference());
        book.broken(finding);
      }
      case HOLDS -> book.holds(finding.invariant().id(), finding.at());
      case UNCHECKED -> {} // neither broken nor mended
    }
  }

  private static void record(List<SeriesSamples> series, Finding finding) {
    boolean checked = finding.state() != State.UNCHECKED;
    add(series, "mallwatch_ledger_checked", finding, checked ? 1 : 0);
    if (checked) {
      add(series, "mallwatch_ledger_offending_rows", finding, finding.offending());
      add(series, "mallwatch_ledger_difference", finding, finding.difference());
    }
  }

  private static void add(List<SeriesSamples> series, String name, Finding finding, double value) {
    series.add(
        SeriesSamples.of(
            Labels.of(Labels.METRIC_NAME, name, "invariant", finding.invariant().id()),
            finding.at().toEpochMilli(),
            value));
  }

  private static Map<String, String> shown(Map<String, Object> row) {
    Map<String, String> shown = new LinkedHashMap<>();
    row.forEach((column, value) -> {
      String text =
          value instanceof Double number
              ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
              : value.toString();
      shown.put(column, column.endsWith("_id") ? masked(text) : text);
    });
    return shown;
  }

  /// Short ids stay as they are; of longer ones, which may be telephone or card numbers, the first
  /// and last letters.
  static String masked(String id) {
    return id.length() <= OPEN_ID
        ? id
        : id.substring(0, 3) + "****" + id.substring(id.length() - 3);
  }

  private static final List<MetricMetadata> METADATA =
      List.of(
          new MetricMetadata(
              "mallwatch_ledger_checked", "gauge", "Whether an invariant could be checked", ""),
          new MetricMetadata(
              "mallwatch_ledger_offending_rows",
              "gauge",
              "Rows of the mall's database that break an invariant",
              ""),
          new MetricMetadata(
              "mallwatch_ledger_difference",
              "gauge",
              "Money or points that are too much or too few",
              ""));
}
