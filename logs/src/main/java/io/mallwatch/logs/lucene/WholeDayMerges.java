package io.mallwatch.logs.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/// Merges all segments of a day into one, once, when it is forced to; also a day of one segment,
/// whose blocks are packed anew then. A day that is too large for one segment is merged as usual.
final class WholeDayMerges extends FilterMergePolicy {

  private static final long MAX_BYTES = 5L << 30;

  private boolean asked; // calls come with the writer's lock

  WholeDayMerges(MergePolicy usual) {
    super(usual);
  }

  @Override
  public @Nullable MergeSpecification findForcedMerges(
      SegmentInfos infos,
      int maxSegments,
      Map<SegmentCommitInfo, Boolean> segments,
      MergeContext context)
      throws IOException {
    List<SegmentCommitInfo> all = new ArrayList<>();
    long bytes = 0;
    for (SegmentCommitInfo segment : infos) {
      if (!context.getMergingSegments().contains(segment)) {
        all.add(segment);
        bytes += segment.sizeInBytes();
      }
    }
    if (bytes > MAX_BYTES) {
      return super.findForcedMerges(infos, maxSegments, segments, context);
    }
    if (asked || all.isEmpty()) {
      return null;
    }
    asked = true;
    MergeSpecification one = new MergeSpecification();
    one.add(new OneMerge(all));
    return one;
  }
}
