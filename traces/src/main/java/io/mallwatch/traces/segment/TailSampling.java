package io.mallwatch.traces.segment;

import io.mallwatch.traces.ByteHash;
import io.mallwatch.traces.SpanFields;
import io.mallwatch.traces.sampling.OperationRates;
import io.mallwatch.traces.sampling.SamplingPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Decides which traces of a head go into its segment. Parts of a trace that came later count too:
/// those in the head after it. A trace of which the newest segments hold a part is kept whole.
///
/// [#counts()] may be read by any thread, the rest is for the one that seals.
final class TailSampling {

  /// What became of a trace, and why; the first that fits.
  enum Decision {
    KEPT_ERROR,
    KEPT_SLOW,
    KEPT_EARLIER,
    KEPT_RATE,
    KEPT_SHARE,
    DROPPED
  }

  private final SamplingPolicy policy;
  private final OperationRates rates;
  private final SpanFields fields = new SpanFields();
  private final AtomicLongArray traces = new AtomicLongArray(Decision.values().length);
  private final LongAdder droppedSpans = new LongAdder();
  private @Nullable Head decided;
  private int[] kept = {};

  TailSampling(SamplingPolicy policy) {
    this.policy = policy;
    this.rates = new OperationRates(policy.perOperationMinute());
  }

  /// The traces of `part` to keep, newest start first. Asked again for the same head it says the
  /// same.
  ///
  /// @param part no longer added to
  /// @param after the head that takes what comes now
  /// @param newest the newest segments, held by the caller
  int[] keep(Head part, Head after, List<Segment> newest) {
    if (policy.isOff()) {
      return part.newestFirst();
    }
    if (part != decided) {
      decided = part;
      kept = decide(part, after, newest);
    }
    return kept;
  }

  private int[] decide(Head part, Head after, List<Segment> newest) {
    int[] all = part.newestFirst();
    int[] failed = part.traces(Terms.ERROR);
    int[] failedAfter = after.traces(Terms.ERROR);
    int[] some = new int[all.length];
    int size = 0;
    for (int trace : all) {
      TraceRow row = part.row(trace);
      int later = after.find(row.high(), row.low());
      boolean error =
          Arrays.binarySearch(failed, trace) >= 0
              || (later >= 0 && Arrays.binarySearch(failedAfter, later) >= 0);
      long longest =
          later < 0 ? row.longest() : Math.max(row.longest(), after.row(later).longest());
      Decision decision = decide(part, after, newest, trace, new Facts(row, error, longest));
      traces.incrementAndGet(decision.ordinal());
      if (decision == Decision.DROPPED) {
        droppedSpans.add(part.spans(trace).size());
      } else {
        some[size++] = trace;
      }
    }
    return Arrays.copyOf(some, size);
  }

  private record Facts(TraceRow row, boolean error, long longest) {}

  private Decision decide(Head part, Head after, List<Segment> newest, int trace, Facts facts) {
    TraceRow row = facts.row();
    if (policy.errors() && facts.error()) {
      return Decision.KEPT_ERROR;
    }
    if (policy.isSlow(facts.longest())) {
      return Decision.KEPT_SLOW;
    }
    for (Segment segment : newest) {
      if (segment.holds(row.high(), row.low())) {
        return Decision.KEPT_EARLIER;
      }
    }
    if (policy.perOperationMinute() > 0
        && rates.take(operation(part, after, trace, row), row.minStart())) {
      return Decision.KEPT_RATE;
    }
    return policy.isOfShare(row.low()) ? Decision.KEPT_SHARE : Decision.DROPPED;
  }

  /// The operation of the root, or of the earliest span while there is no root.
  private long operation(Head part, Head after, int trace, TraceRow row) {
    List<StoredSpan> here = part.spans(trace);
    long root = rootOperation(here);
    if (root == 0) {
      root = rootOperation(after.spans(row.high(), row.low()));
    }
    return root == 0 ? earliestOperation(here) : root;
  }

  private long rootOperation(List<StoredSpan> spans) {
    for (StoredSpan span : spans) {
      fields.read(span.cursor());
      if (fields.parentId() == 0) {
        return operation(span);
      }
    }
    return 0;
  }

  private long earliestOperation(List<StoredSpan> spans) {
    long start = Long.MAX_VALUE;
    long operation = 0;
    for (StoredSpan span : spans) {
      fields.read(span.cursor());
      if (fields.start() < start) {
        start = fields.start();
        operation = operation(span);
      }
    }
    return operation;
  }

  private long operation(StoredSpan span) {
    long name = ByteHash.of(span.array(), fields.nameAt(), fields.nameLength(), 0);
    return Terms.operation(span.owner().serviceHash(), name);
  }

  /// Traces by what became of them since the start, and the spans of those that were left out.
  SamplingCounts counts() {
    return new SamplingCounts(
        of(Decision.KEPT_ERROR),
        of(Decision.KEPT_SLOW),
        of(Decision.KEPT_EARLIER),
        of(Decision.KEPT_RATE),
        of(Decision.KEPT_SHARE),
        of(Decision.DROPPED),
        droppedSpans.sum());
  }

  private long of(Decision decision) {
    return traces.get(decision.ordinal());
  }
}
