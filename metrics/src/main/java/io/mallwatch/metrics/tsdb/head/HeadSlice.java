package io.mallwatch.metrics.tsdb.head;

import io.mallwatch.metrics.SampleColumns;
import io.mallwatch.metrics.tsdb.chunk.Chunk;
import io.mallwatch.metrics.tsdb.chunk.ColumnEdits;
import io.mallwatch.metrics.tsdb.open.OpenChunk;
import io.mallwatch.metrics.tsdb.read.LiveSeries;
import io.mallwatch.model.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was visible of one series at one moment; stays as it was whatever is written, flushed or
/// deleted later. Thread-safe.
///
/// @param labels of the series
/// @param leaving chunks on their way into a block
/// @param chunks finished ones, each after the one before
/// @param open bytes of an [OpenChunk] that follows them
/// @param openCount how many samples of `open` are seen
/// @param openMaxMillis time of the last of these
/// @param late finished chunks of late samples
/// @param lateOpen a few more late samples in order of time
public record HeadSlice(
    Labels labels,
    List<Chunk> leaving,
    List<Chunk> chunks,
    byte[] open,
    int openCount,
    long openMaxMillis,
    List<Chunk> late,
    @Nullable SampleColumns lateOpen)
    implements LiveSeries {

  @Override
  public void read(long fromMillis, long toMillis, SampleColumns into) {
    if (into.isEmpty()) {
      readAll(fromMillis, toMillis, into);
    } else {
      SampleColumns own = new SampleColumns(OpenChunk.MOST_SAMPLES);
      readAll(fromMillis, toMillis, own);
      ColumnEdits.append(own, 0, own.size(), into);
    }
  }

  private void readAll(long from, long to, SampleColumns into) {
    read(leaving, from, to, into);
    read(chunks, from, to, into);
    if (openOverlaps(from, to)) {
      int middle = into.size();
      OpenChunk.read(open, openCount, into);
      ColumnEdits.keepRange(into, middle, from, to);
      ColumnEdits.mergeTail(into, middle);
    }
    read(late, from, to, into);
    SampleColumns few = lateOpen;
    if (few != null) {
      int middle = into.size();
      ColumnEdits.append(few, 0, few.size(), into);
      ColumnEdits.keepRange(into, middle, from, to);
      ColumnEdits.mergeTail(into, middle);
    }
  }

  private static void read(List<Chunk> chunks, long from, long to, SampleColumns into) {
    for (Chunk chunk : chunks) {
      if (chunk.overlaps(from, to)) {
        int middle = into.size();
        chunk.read(from, to, into);
        ColumnEdits.mergeTail(into, middle);
      }
    }
  }

  private boolean openOverlaps(long from, long to) {
    return openCount > 0 && openMaxMillis >= from && OpenChunk.minMillis(open) <= to;
  }

  @Override
  public void readNewest(long fromMillis, long toMillis, SampleColumns into) {
    into.clear();
    if (leaving.isEmpty() && late.isEmpty() && lateOpen == null) {
      if (openOverlaps(fromMillis, toMillis)) {
        OpenChunk.read(open, openCount, into);
        ColumnEdits.keepRange(into, 0, fromMillis, toMillis);
      }
      for (int i = chunks.size() - 1; i >= 0 && into.isEmpty(); i--) {
        if (chunks.get(i).overlaps(fromMillis, toMillis)) {
          chunks.get(i).read(fromMillis, toMillis, into);
        }
      }
    } else {
      readAll(fromMillis, toMillis, into);
    }
    int size = into.size();
    if (size > 1) {
      ColumnEdits.removeRange(into, 0, Long.MIN_VALUE, into.times()[size - 1] - 1);
    }
  }

  @Override
  public boolean hasSamples(long fromMillis, long toMillis) {
    if (covers(chunks, fromMillis, toMillis)
        || covers(leaving, fromMillis, toMillis)
        || covers(late, fromMillis, toMillis)) {
      return true;
    }
    if (!mayHaveSamples(fromMillis, toMillis)) {
      return false;
    }
    SampleColumns found = new SampleColumns(OpenChunk.MOST_SAMPLES);
    readAll(fromMillis, toMillis, found);
    return !found.isEmpty();
  }

  /// Whether a chunk begins or ends in the range, which tells without reading it.
  private static boolean covers(List<Chunk> chunks, long from, long to) {
    for (Chunk chunk : chunks) {
      if ((chunk.minMillis() >= from && chunk.minMillis() <= to)
          || (chunk.maxMillis() >= from && chunk.maxMillis() <= to)) {
        return true;
      }
    }
    return false;
  }

  /// As [#hasSamples(long, long)] without reading anything; at times true in a gap.
  boolean mayHaveSamples(long from, long to) {
    SampleColumns few = lateOpen;
    return openOverlaps(from, to)
        || (few != null && overlaps(few, from, to))
        || anyOverlaps(chunks, from, to)
        || anyOverlaps(leaving, from, to)
        || anyOverlaps(late, from, to);
  }

  private static boolean anyOverlaps(List<Chunk> chunks, long from, long to) {
    for (Chunk chunk : chunks) {
      if (chunk.overlaps(from, to)) {
        return true;
      }
    }
    return false;
  }

  private static boolean overlaps(SampleColumns samples, long from, long to) {
    return samples.times()[0] <= to && samples.times()[samples.size() - 1] >= from;
  }
}
