package io.mallwatch.traces.segment;

import org.jspecify.annotations.Nullable;

/// Candidates in a segment; rows lie newest start first, so the postings' order is theirs.
final class SegmentCandidates implements Candidates {

  private final Segment segment;
  private final SpanFilter filter;
  private final RowCursor[] cursors;
  private int row;

  /// @param cursors one for each term that a trace must have; null when there is none such
  SegmentCandidates(Segment segment, SpanFilter filter, RowCursor @Nullable [] cursors) {
    this.segment = segment;
    this.filter = filter;
    this.cursors = cursors == null ? new RowCursor[0] : cursors;
    this.row = cursors == null ? Integer.MAX_VALUE : 0;
    settle();
  }

  Segment segment() {
    return segment;
  }

  @Override
  public boolean isAtTrace() {
    return row < segment.rowCount();
  }

  @Override
  public long start() {
    return segment.start(row);
  }

  @Override
  public String traceId() {
    return segment.row(row).traceId();
  }

  @Override
  public boolean matches() {
    for (StoredSpan span : segment.spans(row)) {
      if (filter.test(span)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void advance() {
    row++;
    settle();
  }

  /// Goes to the first row from here on that all terms have and that may hold such a span.
  private void settle() {
    while (isAtTrace()) {
      int agreed = agreed();
      if (agreed == row) {
        if (segment.canHold(row, filter)) {
          return;
        }
        row++;
      } else {
        row = agreed;
      }
    }
  }

  private int agreed() {
    int wanted = row;
    for (RowCursor cursor : cursors) {
      wanted = Math.max(wanted, cursor.skipTo(wanted));
    }
    return wanted;
  }
}
