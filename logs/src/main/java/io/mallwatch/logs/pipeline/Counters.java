package io.mallwatch.logs.pipeline;

import java.util.concurrent.atomic.LongAdder;

/// What passed one place. Thread-safe.
final class Counters {
  final LongAdder in = new LongAdder();
  final LongAdder out = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder nanos = new LongAdder();

  Figures figures(String pipeline, String processor, String tag) {
    return new Figures(
        pipeline, processor, tag, in.sum(), out.sum(), failed.sum(), dropped.sum(), nanos.sum());
  }
}
