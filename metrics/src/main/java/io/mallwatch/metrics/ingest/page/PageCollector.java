package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.Exemplar;
import io.mallwatch.metrics.MetricBatch;
import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.NativeHistogram.ResetHint;
import io.mallwatch.metrics.SeriesKey;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the samples of one page, given by the numbers of their series, into a batch: times,
/// limits, what is new and what has vanished, start times, classic histograms made native. Not
/// thread-safe; used for page after page.
final class PageCollector {

  /// An exemplar as a page gives it.
  ///
  /// @param timeMillis [#NO_TIME] when the page gives none
  record Example(Labels labels, double value, long timeMillis) {}

  /// A live series that the table does not know.
  private record Orphan(SeriesKey key, boolean histograms) {}

  /// Stands for a time that was not given.
  static final long NO_TIME = Long.MIN_VALUE;

  private static final int NO_GENERATION = 0;

  private final SeriesTable table;
  private final ClassicHistogram classic = new ClassicHistogram();
  private final List<Example> classicExamples = new ArrayList<>();
  private PageOptions options;
  private MetricBatch batch = new MetricBatch(0);
  private long scrapedAt;
  private int generation;
  private int scraped;
  private int kept;
  private int added;
  private int repeated;
  private int future;
  private int ended;
  private boolean lastStored;
  private final Map<Labels, Orphan> orphans = new HashMap<>();
  private int classicTarget = -1;
  private long classicTime;
  private int familyStart;
  private boolean familyHasStarts;
  private int[] rowIds = {};
  private long[] groupStart = {};
  private int[] groupStartIn = {};

  PageCollector(SeriesTable table, PageOptions options) {
    this.table = table;
    this.options = options;
  }

  void options(PageOptions changed) {
    options = changed;
  }

  PageOptions options() {
    return options;
  }

  void begin(MetricBatch into, long scrapedAtMillis) {
    batch = into;
    scrapedAt = scrapedAtMillis;
    generation++;
    scraped = 0;
    kept = 0;
    added = 0;
    repeated = 0;
    future = 0;
    ended = 0;
    classicTarget = -1;
    familyStart = batch.size();
    familyHasStarts = false;
  }

  /// A number.
  ///
  /// @param timeMillis [#NO_TIME] when the page gives none
  void sample(int id, long timeMillis, double value, @Nullable Example example) {
    lastStored = false;
    if (table.saysStart(id)) {
      started(table.group(id), (long) (value * 1000));
    }
    if (options.convertClassic()) {
      SeriesTable.Part part = table.part(id);
      int target = part == null ? -1 : part.target();
      if (target != classicTarget) {
        endClassic();
      }
      if (part != null) {
        collect(part, timeMillis, value, example);
        if (!options.classicBeside()) {
          return;
        }
        store(id, timeMillis, value, null);
        return;
      }
    }
    store(id, timeMillis, value, example);
  }

  private void store(int id, long timeMillis, double value, @Nullable Example example) {
    scraped++;
    SeriesKey key = table.key(id);
    if (key == null) {
      table.see(id, generation);
      return;
    }
    if (!isKept(id, timeMillis)) {
      return;
    }
    long at = at(timeMillis);
    batch.add(key, at, value);
    row(id);
    if (example != null) {
      long when = example.timeMillis() == NO_TIME ? at : example.timeMillis();
      batch.add(new Exemplar(key.labels(), example.labels(), example.value(), when));
    }
  }

  /// A histogram.
  void histogram(int id, long timeMillis, NativeHistogram histogram, List<Example> examples) {
    lastStored = false;
    scraped++;
    SeriesKey key = table.key(id);
    if (key == null) {
      table.see(id, generation);
      return;
    }
    if (!isKept(id, timeMillis)) {
      return;
    }
    batch.add(key, at(timeMillis), histogram);
    table.isHistogram(id);
    row(id);
    for (Example example : examples) {
      if (example.timeMillis() != NO_TIME) {
        batch.add(
            new Exemplar(key.labels(), example.labels(), example.value(), example.timeMillis()));
      }
    }
  }

  /// Says since when the sample that came last has been counted.
  void startedAt(long millis) {
    if (lastStored && millis != 0) {
      batch.startedAt(millis);
    }
  }

  private long at(long timeMillis) {
    return timeMillis != NO_TIME && options.honorTimestamps() ? timeMillis : scrapedAt;
  }

  /// Counts a sample of a series that is not dropped; whether it is to be stored. Past the limit
  /// samples are only counted.
  private boolean isKept(int id, long timeMillis) {
    kept++;
    if (options.sampleLimit() > 0 && kept > options.sampleLimit()) {
      return false;
    }
    if (at(timeMillis) - scrapedAt > options.futureMillis()) {
      future++;
      return false;
    }
    if (table.isSeenIn(id, generation)) {
      repeated++;
    } else {
      table.see(id, generation);
      added += table.wasStored(id) ? 0 : 1;
    }
    boolean given = timeMillis != NO_TIME && options.honorTimestamps();
    if (!given || options.trackTimestampsStaleness()) {
      table.track(id);
    }
    lastStored = true;
    return true;
  }

  private void row(int id) {
    if (table.group(id) < 0 && !familyHasStarts) {
      return;
    }
    int row = batch.size() - 1;
    if (row >= rowIds.length) {
      rowIds = Arrays.copyOf(rowIds, Math.max(1024, row * 2));
    }
    rowIds[row] = id;
  }

  private void started(int group, long millis) {
    if (group >= groupStart.length) {
      groupStart = Arrays.copyOf(groupStart, Math.max(64, group * 2));
      groupStartIn = Arrays.copyOf(groupStartIn, groupStart.length);
    }
    groupStart[group] = millis;
    groupStartIn[group] = generation;
    familyHasStarts = true;
  }

  /// All samples of a family have come.
  void endFamily() {
    endClassic();
    if (familyHasStarts) {
      for (int row = familyStart; row < batch.size(); row++) {
        int id = row < rowIds.length ? rowIds[row] : 0;
        boolean same = id < table.size() && table.key(id) == batch.key(row);
        int group = same ? table.group(id) : -1;
        boolean known = group >= 0 && group < groupStartIn.length && !table.saysStart(id);
        if (known && groupStartIn[group] == generation) {
          batch.startedAt(row, groupStart[group]);
        }
      }
      familyHasStarts = false;
    }
    familyStart = batch.size();
  }

  private void collect(
      SeriesTable.Part part, long timeMillis, double value, @Nullable Example example) {
    if (classicTarget < 0) {
      classicTarget = part.target();
      classicTime = timeMillis;
    }
    switch (part.kind()) {
      case BUCKET -> classic.bucket(part.bound(), value);
      case SUM -> classic.sum(value);
      case COUNT -> classic.count(value);
    }
    if (example != null) {
      classicExamples.add(example);
    }
  }

  private void endClassic() {
    if (classicTarget >= 0) {
      int target = classicTarget;
      classicTarget = -1;
      classic
          .histogram(ResetHint.UNKNOWN)
          .ifPresent(made -> histogram(target, classicTime, made, List.copyOf(classicExamples)));
    }
    classic.clear();
    classicExamples.clear();
  }

  /// The page is read; adds the ends of series that it has no longer.
  ///
  /// @throws PageLimitException when there were too many samples
  void end() {
    endFamily();
    if (options.sampleLimit() > 0 && kept > options.sampleLimit()) {
      throw new PageLimitException(
          PageLimitException.Limit.SAMPLES,
          "sample limit exceeded: %d samples, the limit is %d"
              .formatted(kept, options.sampleLimit()));
    }
    ended = addEnds(scrapedAt, generation);
  }

  PageOutcome outcome() {
    return new PageOutcome(scraped, kept, added, ended, repeated, future);
  }

  /// Ends all live series in `into`; how many they are.
  int endAll(MetricBatch into, long atMillis) {
    batch = into;
    return addEnds(atMillis, NO_GENERATION);
  }

  private int addEnds(long atMillis, int unlessIn) {
    int before = batch.size();
    for (int id = 0; id < table.size(); id++) {
      SeriesKey key = table.key(id);
      if (key != null && table.hasVanished(id, unlessIn)) {
        addEnd(key, table.holdsHistograms(id), atMillis);
      }
    }
    if (!orphans.isEmpty()) {
      Set<Labels> present = new HashSet<>();
      for (int id = 0; id < table.size(); id++) {
        SeriesKey key = table.key(id);
        if (key != null && unlessIn != NO_GENERATION && table.isSeenIn(id, unlessIn)) {
          present.add(key.labels());
        }
      }
      for (Orphan orphan : orphans.values()) {
        if (present.contains(orphan.key().labels())) {
          added--;
        } else {
          addEnd(orphan.key(), orphan.histograms(), atMillis);
        }
      }
    }
    return batch.size() - before;
  }

  private void addEnd(SeriesKey key, boolean histograms, long atMillis) {
    if (histograms) {
      batch.add(key, atMillis, NativeHistogram.stale());
    } else {
      batch.add(key, atMillis, Sample.staleNan());
    }
  }

  /// The batch with a page is stored: what the page had counts from now on.
  void stored() {
    table.stored(generation);
    orphans.clear();
  }

  /// The batch with the ends of all series is stored.
  void storedFailure() {
    table.allEnded();
    orphans.clear();
  }

  /// The series of the table are about to be forgotten: those that are live wait for a page that
  /// has them under the same name.
  void orphan(SeriesTable of) {
    for (int id = 0; id < of.size(); id++) {
      SeriesKey key = of.key(id);
      if (key != null && of.hasVanished(id, NO_GENERATION)) {
        orphans.put(key.labels(), new Orphan(key, of.holdsHistograms(id)));
      }
    }
  }

  void orphansTo(PageCollector heir) {
    orphan(table);
    heir.orphans.putAll(orphans);
  }

  /// The key of a series that is new to the table; that of a live one with the same labels when
  /// there is one. Null for no labels.
  @Nullable SeriesKey key(Labels labels) {
    Orphan orphan = orphans.get(labels);
    return labels.isEmpty() ? null : orphan == null ? new SeriesKey(labels) : orphan.key();
  }
}
