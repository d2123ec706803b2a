package io.mallwatch.traces.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Which neighbouring segments of an hour become one, so that there are few to ask and to map: in
/// an hour that is over as many as fit together, in the current one only runs of many small ones,
/// so that nothing is written again and again.
final class MergePlan {

  /// Largest segment that a merge makes.
  static final long MOST_BYTES = 32L << 20;

  /// So many small segments of the current hour become one.
  static final int RUN = 8;

  private static final long SMALL_BYTES = MOST_BYTES / 4;

  private MergePlan() {}

  /// The oldest run that is worth it, at least two; empty when there is none.
  ///
  /// @param segments in order
  /// @param hourOf the hour a segment belongs to
  /// @param current the hour that still gets segments
  static List<Segment> next(
      List<Segment> segments, Function<Segment, String> hourOf, String current) {
    List<Segment> run = new ArrayList<>();
    long bytes = 0;
    String hour = "";
    for (Segment segment : segments) {
      String its = hourOf.apply(segment);
      boolean open = its.equals(current);
      boolean fits =
          its.equals(hour)
              && bytes + segment.sizeBytes() <= MOST_BYTES
              && !(open && segment.sizeBytes() >= SMALL_BYTES);
      if (!fits) {
        if (isWorthIt(run, hour.equals(current))) {
          return run;
        }
        run.clear();
        bytes = 0;
        hour = its;
        if (open && segment.sizeBytes() >= SMALL_BYTES) {
          continue;
        }
      }
      run.add(segment);
      bytes += segment.sizeBytes();
    }
    return isWorthIt(run, hour.equals(current)) ? run : List.of();
  }

  private static boolean isWorthIt(List<Segment> run, boolean open) {
    return run.size() >= (open ? RUN : 2);
  }
}
