package io.mallwatch.traces;

import io.mallwatch.model.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Traces with all their spans for one answer, which are only so many together.
///
/// @param found in the order of the ids
/// @param missing ids that are not there
/// @param leftOut ids that were not looked for, since there are spans enough
public record WholeTraces(List<Trace> found, List<String> missing, List<String> leftOut) {

  /// An answer with so many spans takes no further trace.
  public static final int ENOUGH_SPANS = 50_000;

  public WholeTraces {
    found = List.copyOf(found);
    missing = List.copyOf(missing);
    leftOut = List.copyOf(leftOut);
  }

  /// The traces with these ids.
  public static WholeTraces of(TraceStore store, List<String> ids, Deadline deadline) {
    List<Trace> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    int spans = 0;
    for (int i = 0; i < ids.size(); i++) {
      if (spans >= ENOUGH_SPANS) {
        return new WholeTraces(found, missing, ids.subList(i, ids.size()));
      }
      Optional<Trace> trace = store.trace(ids.get(i), deadline);
      if (trace.isEmpty()) {
        missing.add(ids.get(i));
      } else {
        found.add(trace.get());
        spans += trace.get().spans().size();
      }
    }
    return new WholeTraces(found, missing, List.of());
  }

  /// What to tell whoever asked; empty when nothing was left out.
  public String warning() {
    return leftOut.isEmpty()
        ? ""
        : "the answer has %d of %d traces, since %d spans are enough for one; ask for fewer"
            .formatted(found.size(), found.size() + leftOut.size(), ENOUGH_SPANS);
  }
}
