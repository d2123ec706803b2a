package io.mallwatch.metrics.tsdb.head;

import io.mallwatch.metrics.NativeHistogram;
import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;
import io.mallwatch.metrics.tsdb.open.ChunkPacker;
import io.mallwatch.metrics.tsdb.open.HistogramBytes;
import io.mallwatch.metrics.tsdb.open.OpenChunk;
import io.mallwatch.metrics.tsdb.open.SavedSeries;
import io.mallwatch.model.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One series in the head: finished chunks and an open one in order, which is this object itself,
/// and beside them what is rare: late samples and what is on its way into a block.
///
/// Two kinds of state. What the *writer thread* judges new samples by (newest time and value,
/// staged ones included) is touched by it alone. What readers see is changed under the head's write
/// lock and taken as a [HeadSlice] under its read lock.
public final class HeadSeries extends OpenChunk {

  /// Late samples at which a chunk of them is finished.
  private static final int LATE_FULL = 32;

  private final Labels labels;
  private final int ref;

  private int staged = -1; // writer thread only, as are the next four
  private int usedAtSeconds;
  private long maxMillis = Long.MIN_VALUE;
  private long lastBits;
  private boolean lastIsHistogram;

  private List<Chunk> chunks = List.of(); // guarded by the head's lock; never changed in place
  private @Nullable Rest rest;

  /// What most series do not have.
  private static final class Rest {
    private List<Chunk> late = List.of(); // none of these is changed in place
    private List<Chunk> leaving = List.of();
    private @Nullable SampleColumns lateOpen;
  }

  HeadSeries(int ref, Labels labels) {
    this.ref = ref;
    this.labels = labels;
  }

  public int ref() {
    return ref;
  }

  public Labels labels() {
    return labels;
  }

  // --- what the writer judges by ---

  /// Time of the newest sample, staged ones included; `Long.MIN_VALUE` when there never was one.
  public long maxMillis() {
    return maxMillis;
  }

  /// Bits of the newest value, or a fingerprint of the newest histogram.
  public long lastBits() {
    return lastBits;
  }

  public boolean lastIsHistogram() {
    return lastIsHistogram;
  }

  /// Says what the newest sample is.
  public void newest(long millis, long bits, boolean histogram) {
    maxMillis = millis;
    lastBits = bits;
    lastIsHistogram = histogram;
  }

  /// Where the last sample of this series stands in what is staged; -1 when there is none.
  public int staged() {
    return staged;
  }

  public void staged(int index) {
    staged = index;
  }

  public long usedAtMillis() {
    return usedAtSeconds * 1000L;
  }

  public void markUsed(long nowMillis) {
    usedAtSeconds = (int) (nowMillis / 1000);
  }

  // --- under the head's write lock, as are the samples that `add` adds in order; when it says that
  // the chunk should be ended, [Head#finishChunk(HeadSeries)] is due ---

  /// Packs the open chunk and begins another one.
  void finishChunk(ChunkPacker packer) {
    if (count() > 0) {
      chunks = joined(chunks, packer.pack(this));
      clear();
    }
  }

  /// Adds a sample that is not the newest; there is none at its time.
  void addLate(
      long millis,
      double value,
      @Nullable NativeHistogram histogram,
      long start,
      ChunkPacker packer) {
    Rest more = rest();
    SampleColumns before = more.lateOpen;
    SampleColumns after = new SampleColumns(before == null ? 1 : before.size() + 1);
    int at = 0;
    if (before != null) {
      at = ColumnEdits.lowerBound(before.times(), 0, before.size(), millis);
      ColumnEdits.append(before, 0, at, after);
    }
    if (histogram == null) {
      after.add(millis, value);
    } else {
      after.add(millis, histogram);
    }
    if (start != 0) {
      after.startedAt(start);
    }
    if (before != null) {
      ColumnEdits.append(before, at, before.size(), after);
    }
    if (after.size() >= LATE_FULL) {
      more.late = joined(more.late, packer.pack(after));
      more.lateOpen = null;
    } else {
      more.lateOpen = after;
    }
  }

  private Rest rest() {
    Rest present = rest;
    if (present == null) {
      present = new Rest();
      rest = present;
    }
    return present;
  }

  private static List<Chunk> joined(List<Chunk> first, List<Chunk> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() ? second : first;
    }
    List<Chunk> all = new ArrayList<>(first.size() + second.size());
    all.addAll(first);
    all.addAll(second);
    return all;
  }

  /// Takes what a checkpoint held.
  void restore(SavedSeries saved) {
    newest(saved.maxMillis(), saved.lastBits(), saved.lastIsHistogram());
    chunks = List.copyOf(saved.chunks());
    if (saved.openCount() > 0) {
      NativeHistogram last = restore(saved.open(), saved.openCount());
      if (last == null) {
        newest(lastMillis(), lastValueBits(), false);
      } else {
        newest(lastMillis(), HistogramBytes.fingerprint(last), true);
      }
    }
    if (!saved.late().isEmpty()) {
      rest().late = List.copyOf(saved.late());
    }
  }

  /// Sets aside all samples before `beforeMillis` for a block; later late ones are not among them.
  /// They stay readable until [#endFlush].
  void beginFlush(long beforeMillis, ChunkPacker packer) {
    List<Chunk> going = new ArrayList<>();
    if (count() > 0 && OpenChunk.minMillis(bytes()) < beforeMillis) {
      finishChunk(packer);
    }
    chunks = split(chunks, beforeMillis, going, packer);
    Rest more = rest;
    if (more != null) {
      finishLate(more, packer);
      more.late = split(more.late, beforeMillis, going, packer);
    }
    if (!going.isEmpty()) {
      rest().leaving = joined(rest().leaving, going);
    }
  }

  private static void finishLate(Rest more, ChunkPacker packer) {
    if (more.lateOpen != null) {
      more.late = joined(more.late, packer.pack(more.lateOpen));
      more.lateOpen = null;
    }
  }

  private static List<Chunk> split(
      List<Chunk> chunks, long before, List<Chunk> going, ChunkPacker packer) {
    boolean whole = true;
    for (Chunk chunk : chunks) {
      whole &= chunk.minMillis() >= before;
    }
    if (whole) {
      return chunks;
    }
    List<Chunk> staying = new ArrayList<>();
    for (Chunk chunk : chunks) {
      if (chunk.maxMillis() < before) {
        going.add(chunk);
      } else if (chunk.minMillis() >= before) {
        staying.add(chunk);
      } else {
        going.addAll(part(chunk, Long.MIN_VALUE, before - 1, packer));
        staying.addAll(part(chunk, before, Long.MAX_VALUE, packer));
      }
    }
    return staying;
  }

  private static List<Chunk> part(Chunk chunk, long from, long to, ChunkPacker packer) {
    SampleColumns samples = new SampleColumns(chunk.count());
    chunk.read(from, to, samples);
    return packer.pack(samples);
  }

  /// Lets go of what is in a block now: what is set aside in `[fromMillis, toMillis]`.
  void endFlush(long fromMillis, long toMillis, ChunkPacker packer) {
    Rest more = rest;
    if (more != null) {
      more.leaving = without(more.leaving, fromMillis, toMillis, packer);
      forgetRest(more);
    }
  }

  private void forgetRest(Rest more) {
    if (more.leaving.isEmpty() && more.late.isEmpty() && more.lateOpen == null) {
      rest = null;
    }
  }

  /// Removes samples of `[fromMillis, toMillis]`. The order that new samples must keep is not
  /// changed by it.
  void delete(long fromMillis, long toMillis, ChunkPacker packer) {
    finishChunk(packer);
    chunks = without(chunks, fromMillis, toMillis, packer);
    Rest more = rest;
    if (more != null) {
      finishLate(more, packer);
      more.late = without(more.late, fromMillis, toMillis, packer);
      more.leaving = without(more.leaving, fromMillis, toMillis, packer);
      forgetRest(more);
    }
  }

  private static List<Chunk> without(List<Chunk> chunks, long from, long to, ChunkPacker packer) {
    List<Chunk> staying = new ArrayList<>();
    for (Chunk chunk : chunks) {
      if (chunk.overlaps(from, to)) {
        SampleColumns samples = new SampleColumns(chunk.count());
        chunk.read(Long.MIN_VALUE, Long.MAX_VALUE, samples);
        ColumnEdits.removeRange(samples, 0, from, to);
        staying.addAll(packer.pack(samples));
      } else {
        staying.add(chunk);
      }
    }
    return staying.isEmpty() ? List.of() : staying;
  }

  // --- under the head's lock of either kind ---

  HeadSlice slice() {
    Rest more = rest;
    return new HeadSlice(
        labels,
        more == null ? List.of() : more.leaving,
        chunks,
        bytes(),
        count(),
        lastMillis(),
        more == null ? List.of() : more.late,
        more == null ? null : more.lateOpen);
  }

  /// What is set aside.
  public List<Chunk> leaving() {
    Rest more = rest;
    return more == null ? List.of() : more.leaving;
  }

  /// Everything, for a checkpoint. What the writer judges by counts only when the open chunk does
  /// not say it; it may then be a little newer than the samples, which the log after the checkpoint
  /// makes good.
  SavedSeries save() {
    Rest more = rest;
    List<Chunk> late = List.of();
    if (more != null) {
      late = joined(more.leaving, more.late);
      late = more.lateOpen == null ? late : joined(late, new ChunkPacker().pack(more.lateOpen));
    }
    boolean some = count() > 0;
    return new SavedSeries(
        ref, maxMillis, lastBits, lastIsHistogram, chunks, trimmed(), some ? count() : 0, late);
  }

  /// How much there is.
  void measure(HeadSize size) {
    size.add(chunks);
    if (count() > 0) {
      size.add(OpenChunk.minMillis(bytes()), lastMillis(), count(), bytes().length);
    }
    Rest more = rest;
    if (more != null) {
      size.add(more.late);
      size.add(more.leaving);
      SampleColumns few = more.lateOpen;
      if (few != null) {
        size.add(few.times()[0], few.times()[few.size() - 1], few.size(), few.size() * 16);
      }
    }
  }
}
