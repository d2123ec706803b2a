package io.mallwatch.metrics.tsdb.head;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.tsdb.index.Postings;
import io.mallwatch.metrics.tsdb.index.Selection;
import io.mallwatch.metrics.tsdb.open.ChunkPacker;
import io.mallwatch.metrics.tsdb.open.SavedSeries;
import io.mallwatch.metrics.tsdb.read.LiveSource;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/// The series that are written now, in memory. The writer thread alone creates and drops series;
/// reading is for all.
///
/// One lock guards what readers see of all series: the writer holds it for writing while it makes a
/// group of batches visible, a reader holds it for reading while it takes a slice of each series it
/// wants (nothing is decoded meanwhile). So a batch is seen whole or not at all.
public final class Head implements LiveSource {

  /// Memory that a series takes besides its labels and samples: the object, table, refs.
  private static final int SERIES_BYTES = 96 + 64 + 16;

  /// Slices taken under one hold of the lock when not all must be of one moment.
  private static final int SOME = 1024;

  private final SeriesTable table = new SeriesTable(); // writer thread only
  private final HeadIndex index = new HeadIndex();
  private final StampedLock visible = new StampedLock();
  private final ChunkPacker packer = new ChunkPacker(); // guarded by visible, for writing

  /// By ref; holes where series went. Replaced when it grows, entries change in place.
  private volatile @Nullable HeadSeries[] byRef = new HeadSeries[1024];

  private volatile int nextRef;
  private volatile int seriesCount;
  private final AtomicLong seriesBytes = new AtomicLong();

  // --- the writer thread ---

  /// The series with these labels, or null.
  public @Nullable HeadSeries find(Labels labels) {
    return table.find(labels);
  }

  /// The series that a sender's key remembers, if it is one of this head and still there.
  public @Nullable HeadSeries known(@Nullable Object memo) {
    return memo instanceof HeadSeries series && byRef(series.ref()) == series ? series : null;
  }

  public HeadSeries create(Labels labels) {
    return create(nextRef, labels);
  }

  /// Creates a series with a given ref, higher than all before.
  public HeadSeries create(int ref, Labels labels) {
    HeadIndex.Added added = index.add(ref, labels);
    HeadSeries series = new HeadSeries(ref, added.labels());
    @Nullable HeadSeries[] refs = byRef;
    if (ref >= refs.length) {
      refs = Arrays.copyOf(refs, Math.max(ref + 1, refs.length + refs.length / 2));
    }
    refs[ref] = series;
    byRef = refs;
    nextRef = ref + 1;
    table.add(series);
    seriesCount = table.size();
    seriesBytes.addAndGet(SERIES_BYTES + added.bytes());
    return series;
  }

  /// Leaves refs below `ref` unused.
  public void skipRefsBelow(int ref) {
    nextRef = Math.max(nextRef, ref);
  }

  /// Lets go of series that have no samples and were not written to since `unusedSinceMillis`; how
  /// many they were.
  public int dropIdle(long unusedSinceMillis) {
    List<HeadSeries> idle = new ArrayList<>();
    for (HeadSeries series : series()) {
      if (series.usedAtMillis() < unusedSinceMillis && isEmpty(series)) {
        idle.add(series);
      }
    }
    drop(idle);
    return idle.size();
  }

  private boolean isEmpty(HeadSeries series) {
    HeadSize size = new HeadSize();
    long stamp = visible.readLock();
    try {
      series.measure(size);
    } finally {
      visible.unlockRead(stamp);
    }
    return size.samples() == 0;
  }

  /// Forgets series.
  public void drop(List<HeadSeries> series) {
    if (series.isEmpty()) {
      return;
    }
    BitSet gone = new BitSet();
    @Nullable HeadSeries[] refs = byRef;
    for (HeadSeries one : series) {
      refs[one.ref()] = null;
      gone.set(one.ref());
    }
    int before = table.size();
    table.keep(one -> !gone.get(one.ref()));
    index.remove(gone::get);
    seriesCount = table.size();
    long share = seriesBytes.get() / Math.max(1, before);
    seriesBytes.addAndGet(-share * (before - table.size()));
  }

  /// Begins to change what readers see; [#endChange(long)] takes the result. Short, without I/O.
  public long beginChange() {
    return visible.writeLock();
  }

  public void endChange(long stamp) {
    visible.unlockWrite(stamp);
  }

  /// Adds a sample that is not the newest of its series; there is none at its time. Only between
  /// [#beginChange()] and [#endChange(long)], or while nobody reads yet.
  public void addLate(
      HeadSeries series,
      long millis,
      double value,
      @Nullable NativeHistogram histogram,
      long start) {
    series.addLate(millis, value, histogram, start, packer);
  }

  /// Packs the samples that came last and begins another open chunk.
  public void finishChunk(HeadSeries series) {
    long stamp = visible.writeLock();
    try {
      series.finishChunk(packer);
    } finally {
      visible.unlockWrite(stamp);
    }
  }

  /// Takes what a checkpoint held; while nobody reads yet.
  public void restore(HeadSeries series, SavedSeries saved) {
    series.restore(saved);
  }

  // --- one thread that looks after the store ---

  /// Sets aside all samples before `beforeMillis` for a block; later late ones are not among them.
  /// They stay readable until [#endFlush(HeadSeries, long, long)].
  public void beginFlush(HeadSeries series, long beforeMillis) {
    long stamp = visible.writeLock();
    try {
      series.beginFlush(beforeMillis, packer);
    } finally {
      visible.unlockWrite(stamp);
    }
  }

  /// Lets go of what is in a block now: what is set aside in `[fromMillis, toMillis]`.
  public void endFlush(HeadSeries series, long fromMillis, long toMillis) {
    long stamp = visible.writeLock();
    try {
      series.endFlush(fromMillis, toMillis, packer);
    } finally {
      visible.unlockWrite(stamp);
    }
  }

  /// Removes samples of `[fromMillis, toMillis]`. The order that new samples must keep is not
  /// changed by it.
  public void delete(HeadSeries series, long fromMillis, long toMillis) {
    long stamp = visible.writeLock();
    try {
      series.delete(fromMillis, toMillis, packer);
    } finally {
      visible.unlockWrite(stamp);
    }
  }

  // --- any thread ---

  public @Nullable HeadSeries byRef(int ref) {
    @Nullable HeadSeries[] refs = byRef;
    return ref >= 0 && ref < refs.length ? refs[ref] : null;
  }

  public int nextRef() {
    return nextRef;
  }

  public int seriesCount() {
    return seriesCount;
  }

  /// Memory that series and their labels take besides samples, about.
  public long seriesBytes() {
    return seriesBytes.get();
  }

  public HeadIndex index() {
    return index;
  }

  /// All series, in the order of their refs.
  public List<HeadSeries> series() {
    return resolve(index.all());
  }

  /// Series that pass all matchers, with or without samples.
  public List<HeadSeries> select(List<Matcher> matchers) {
    return resolve(Selection.select(index, matchers));
  }

  private List<HeadSeries> resolve(Postings refs) {
    List<HeadSeries> series = new ArrayList<>(refs.size());
    for (int i = 0; i < refs.size(); i++) {
      HeadSeries found = byRef(refs.ids()[i]);
      if (found != null) {
        series.add(found);
      }
    }
    return series;
  }

  /// All of one moment.
  @Override
  public List<HeadSlice> slices(List<Matcher> matchers, long fromMillis, long toMillis) {
    List<HeadSeries> selected = select(matchers);
    List<HeadSlice> slices = new ArrayList<>(selected.size());
    long stamp = visible.readLock();
    try {
      for (HeadSeries series : selected) {
        HeadSlice slice = series.slice();
        if (slice.mayHaveSamples(fromMillis, toMillis)) {
          slices.add(slice);
        }
      }
    } finally {
      visible.unlockRead(stamp);
    }
    return slices;
  }

  /// What is visible now of one series.
  public HeadSlice slice(HeadSeries series) {
    long stamp = visible.readLock();
    try {
      return series.slice();
    } finally {
      visible.unlockRead(stamp);
    }
  }

  /// What a checkpoint keeps of one series.
  public SavedSeries save(HeadSeries series) {
    long stamp = visible.readLock();
    try {
      return series.save();
    } finally {
      visible.unlockRead(stamp);
    }
  }

  /// How much there is; walks over all series, in steps that let writers pass.
  public HeadSize measure() {
    HeadSize size = new HeadSize();
    List<HeadSeries> all = series();
    for (int from = 0; from < all.size(); from += SOME) {
      long stamp = visible.readLock();
      try {
        for (HeadSeries series : all.subList(from, Math.min(all.size(), from + SOME))) {
          series.measure(size);
        }
      } finally {
        visible.unlockRead(stamp);
      }
    }
    return size;
  }
}
