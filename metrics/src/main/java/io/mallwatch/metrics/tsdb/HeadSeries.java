package io.mallwatch.metrics.tsdb;

import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.ChunkWriter;
import io.mallwatch.metrics.tsdb.chunk.SampleBuffer;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One series in the head: sealed chunks and a few raw samples in order, the same for late ones,
/// and what is on its way into a block.
///
/// Samples are *staged* by the writer thread alone, and become visible together when the log has
/// them; everything visible is guarded by `this`.
final class HeadSeries {

  /// Raw samples at which a chunk is sealed.
  private static final int SEAL_AT = 32;

  /// Staging room that is kept for the next batch.
  private static final int STAGED_KEPT = 16;

  private final int ref;
  private final Labels labels;

  private List<Chunk> sealed =
      new ArrayList<>(0); // guarded by this, as are all below up to `staged`
  private SampleBuffer open = new SampleBuffer(2);
  private List<Chunk> lateSealed = new ArrayList<>(0);
  private SampleBuffer lateOpen = new SampleBuffer(0);
  private List<Chunk> flushing = List.of();
  private long maxMillis = Long.MIN_VALUE;
  private double lastValue;

  private SampleBuffer staged = new SampleBuffer(0); // writer thread only, as are all below
  private long stagedMax = Long.MIN_VALUE;
  private double stagedLast;
  private long usedAtMillis;

  HeadSeries(int ref, Labels labels) {
    this.ref = ref;
    this.labels = labels;
  }

  int ref() {
    return ref;
  }

  Labels labels() {
    return labels;
  }

  // --- the writer thread ---

  /// Stages a sample, or says why not. A repetition of a sample that is there is taken without
  /// being stored again.
  Optional<Refusal> stage(long timestampMillis, double value, long windowMillis) {
    if (staged.isEmpty()) {
      stagedMax = maxMillis();
      stagedLast = lastValue();
    }
    if (timestampMillis <= stagedMax) {
      Optional<Refusal> refusal = judgeLate(timestampMillis, value, windowMillis);
      if (refusal.isPresent() || isThere(timestampMillis)) {
        return refusal;
      }
    } else {
      stagedMax = timestampMillis;
      stagedLast = value;
    }
    staged.add(timestampMillis, value);
    return Optional.empty();
  }

  private Optional<Refusal> judgeLate(long timestampMillis, double value, long windowMillis) {
    if (timestampMillis == stagedMax) {
      return same(value, stagedLast) ? Optional.empty() : Optional.of(Refusal.DUPLICATE_TIMESTAMP);
    }
    if (windowMillis == 0) {
      return Optional.of(Refusal.OUT_OF_ORDER);
    }
    if (timestampMillis < stagedMax - windowMillis) {
      return Optional.of(Refusal.TOO_OLD);
    }
    OptionalDouble there = valueAt(timestampMillis);
    if (there.isPresent() && !same(there.getAsDouble(), value)) {
      return Optional.of(Refusal.DUPLICATE_TIMESTAMP);
    }
    return Optional.empty();
  }

  private boolean isThere(long timestampMillis) {
    return timestampMillis == stagedMax || valueAt(timestampMillis).isPresent();
  }

  private static boolean same(double left, double right) {
    return Double.doubleToRawLongBits(left) == Double.doubleToRawLongBits(right);
  }

  /// The value staged or visible at exactly this time.
  private OptionalDouble valueAt(long timestampMillis) {
    for (int i = staged.size() - 1; i >= 0; i--) {
      if (staged.timestamp(i) == timestampMillis) {
        return OptionalDouble.of(staged.value(i));
      }
    }
    SampleBuffer found = read(timestampMillis, timestampMillis);
    return found.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(found.value(0));
  }

  SampleBuffer staged() {
    return staged;
  }

  /// Makes what is staged visible; how many samples that were.
  int commitStaged() {
    int count = staged.size();
    synchronized (this) {
      for (int i = 0; i < count; i++) {
        add(staged.timestamp(i), staged.value(i));
      }
    }
    forgetStaged();
    return count;
  }

  void forgetStaged() {
    if (staged.size() > STAGED_KEPT) {
      staged = new SampleBuffer(0);
    } else {
      staged.clear();
    }
  }

  long usedAtMillis() {
    return usedAtMillis;
  }

  void markUsed(long nowMillis) {
    usedAtMillis = nowMillis;
  }

  /// Takes a sample read back from the log; one that is there already is dropped.
  boolean replay(long timestampMillis, double value) {
    if (timestampMillis <= maxMillis() && valueAt(timestampMillis).isPresent()) {
      return false;
    }
    synchronized (this) {
      add(timestampMillis, value);
    }
    return true;
  }

  /// Takes what a checkpoint held.
  synchronized void restore(long newestMillis, double newestValue, List<Chunk> chunks) {
    List<Chunk> inOrder = new ArrayList<>();
    List<Chunk> late = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (Chunk chunk : chunks) {
      if (chunk.minMillis() > end) {
        inOrder.add(chunk);
        end = chunk.maxMillis();
      } else {
        late.add(chunk);
      }
    }
    sealed = inOrder;
    lateSealed = late;
    maxMillis = newestMillis;
    lastValue = newestValue;
  }

  // guarded by this
  private void add(long timestampMillis, double value) {
    if (timestampMillis > maxMillis) {
      open.add(timestampMillis, value);
      maxMillis = timestampMillis;
      lastValue = value;
      if (open.size() == SEAL_AT) {
        sealed.add(ChunkWriter.write(open, 0, SEAL_AT));
        open.clear();
      }
    } else {
      lateOpen.insert(timestampMillis, value);
      if (lateOpen.size() == SEAL_AT) {
        lateSealed.add(ChunkWriter.write(lateOpen, 0, SEAL_AT));
        lateOpen = new SampleBuffer(0);
      }
    }
  }

  // --- any thread ---

  synchronized long maxMillis() {
    return maxMillis;
  }

  synchronized double lastValue() {
    return lastValue;
  }

  /// Samples of `[fromMillis, toMillis]`, in time order.
  synchronized SampleBuffer read(long fromMillis, long toMillis) {
    SampleBuffer samples = readChunks(flushing, fromMillis, toMillis);
    samples = SampleBuffer.merge(samples, readChunks(sealed, fromMillis, toMillis));
    samples = SampleBuffer.merge(samples, readRaw(open, fromMillis, toMillis));
    samples = SampleBuffer.merge(samples, readChunks(lateSealed, fromMillis, toMillis));
    return SampleBuffer.merge(samples, readRaw(lateOpen, fromMillis, toMillis));
  }

  private static SampleBuffer readChunks(List<Chunk> chunks, long from, long to) {
    SampleBuffer samples = new SampleBuffer(0);
    for (Chunk chunk : chunks) {
      if (chunk.overlaps(from, to)) {
        if (samples.isEmpty() || samples.lastTimestamp() < chunk.minMillis()) {
          chunk.read(from, to, samples);
        } else {
          SampleBuffer more = new SampleBuffer(chunk.count());
          chunk.read(from, to, more);
          samples = SampleBuffer.merge(samples, more);
        }
      }
    }
    return samples;
  }

  private static SampleBuffer readRaw(SampleBuffer raw, long from, long to) {
    SampleBuffer samples = new SampleBuffer(0);
    for (int i = 0; i < raw.size(); i++) {
      if (raw.timestamp(i) >= from && raw.timestamp(i) <= to) {
        samples.add(raw.timestamp(i), raw.value(i));
      }
    }
    return samples;
  }

  /// Whether any sample may be in `[fromMillis, toMillis]`; exact but for gaps inside a chunk.
  synchronized boolean hasSamples(long fromMillis, long toMillis) {
    return anyChunk(flushing, fromMillis, toMillis)
        || anyChunk(sealed, fromMillis, toMillis)
        || anyChunk(lateSealed, fromMillis, toMillis)
        || !readRaw(open, fromMillis, toMillis).isEmpty()
        || !readRaw(lateOpen, fromMillis, toMillis).isEmpty();
  }

  private static boolean anyChunk(List<Chunk> chunks, long from, long to) {
    for (Chunk chunk : chunks) {
      if (chunk.overlaps(from, to)) {
        return true;
      }
    }
    return false;
  }

  /// How much there is.
  synchronized Extent extent() {
    Extent extent = Extent.NONE;
    for (List<Chunk> chunks : List.of(flushing, sealed, lateSealed)) {
      for (Chunk chunk : chunks) {
        extent = extent.with(chunk.minMillis(), chunk.maxMillis(), chunk.count(), 1);
      }
    }
    for (SampleBuffer raw : List.of(open, lateOpen)) {
      if (!raw.isEmpty()) {
        extent = extent.with(raw.timestamp(0), raw.lastTimestamp(), raw.size(), 1);
      }
    }
    return extent;
  }

  /// Everything, as chunks; for a checkpoint.
  synchronized Saved export() {
    List<Chunk> all = new ArrayList<>(flushing);
    all.addAll(sealed);
    seal(open, all);
    all.addAll(lateSealed);
    seal(lateOpen, all);
    return new Saved(maxMillis, lastValue, List.copyOf(all));
  }

  /// What a checkpoint keeps of a series; its newest sample may be gone from the chunks.
  record Saved(long maxMillis, double lastValue, List<Chunk> chunks) {}

  private static void seal(SampleBuffer samples, List<Chunk> chunks) {
    for (int from = 0; from < samples.size(); from += ChunkWriter.MAX_SAMPLES) {
      int to = Math.min(samples.size(), from + ChunkWriter.MAX_SAMPLES);
      chunks.add(ChunkWriter.write(samples, from, to));
    }
  }

  /// Sets aside all samples before `beforeMillis` for a block; later late ones are not among them.
  /// They stay readable until [#endFlush(long, long)].
  synchronized void beginFlush(long beforeMillis) {
    List<Chunk> leaving = new ArrayList<>(flushing);
    sealed = split(sealed, beforeMillis, leaving);
    open = split(open, beforeMillis, leaving);
    lateSealed = split(lateSealed, beforeMillis, leaving);
    lateOpen = split(lateOpen, beforeMillis, leaving);
    flushing = List.copyOf(leaving);
  }

  private static List<Chunk> split(List<Chunk> chunks, long before, List<Chunk> leaving) {
    List<Chunk> staying = new ArrayList<>();
    for (Chunk chunk : chunks) {
      if (chunk.maxMillis() < before) {
        leaving.add(chunk);
      } else if (chunk.minMillis() >= before) {
        staying.add(chunk);
      } else {
        SampleBuffer samples = new SampleBuffer(chunk.count());
        chunk.read(Long.MIN_VALUE, Long.MAX_VALUE, samples);
        seal(split(samples, before, leaving), staying);
      }
    }
    return staying;
  }

  private static SampleBuffer split(SampleBuffer samples, long before, List<Chunk> leaving) {
    if (samples.isEmpty() || samples.timestamp(0) >= before) {
      return samples;
    }
    SampleBuffer gone = readRaw(samples, Long.MIN_VALUE, before - 1);
    seal(gone, leaving);
    return readRaw(samples, before, Long.MAX_VALUE);
  }

  /// What is set aside, in `[fromMillis, toMillis]`.
  synchronized SampleBuffer flushing(long fromMillis, long toMillis) {
    return readChunks(flushing, fromMillis, toMillis);
  }

  /// Times of what is set aside.
  synchronized List<Chunk> flushingChunks() {
    return flushing;
  }

  /// Lets go of what is in a block now: what is set aside in `[fromMillis, toMillis]`.
  synchronized void endFlush(long fromMillis, long toMillis) {
    flushing = List.copyOf(delete(flushing, fromMillis, toMillis));
  }

  /// Removes samples of `[fromMillis, toMillis]`; whether there were any. The order that new
  /// samples must keep is not changed by it.
  synchronized boolean delete(long fromMillis, long toMillis) {
    if (!hasSamples(fromMillis, toMillis)) {
      return false;
    }
    flushing = List.copyOf(delete(flushing, fromMillis, toMillis));
    sealed = delete(sealed, fromMillis, toMillis);
    lateSealed = delete(lateSealed, fromMillis, toMillis);
    open.removeRange(fromMillis, toMillis);
    lateOpen.removeRange(fromMillis, toMillis);
    return true;
  }

  private static List<Chunk> delete(List<Chunk> chunks, long from, long to) {
    List<Chunk> staying = new ArrayList<>();
    for (Chunk chunk : chunks) {
      if (chunk.overlaps(from, to)) {
        SampleBuffer samples = new SampleBuffer(chunk.count());
        chunk.read(Long.MIN_VALUE, Long.MAX_VALUE, samples);
        samples.removeRange(from, to);
        seal(samples, staying);
      } else {
        staying.add(chunk);
      }
    }
    return staying;
  }

  /// How much a series holds.
  record Extent(long minMillis, long maxMillis, int samples, int chunks) {
    static final Extent NONE = new Extent(Long.MAX_VALUE, Long.MIN_VALUE, 0, 0);

    Extent with(long min, long max, int moreSamples, int moreChunks) {
      return new Extent(
          Math.min(minMillis, min),
          Math.max(maxMillis, max),
          samples + moreSamples,
          chunks + moreChunks);
    }
  }
}
