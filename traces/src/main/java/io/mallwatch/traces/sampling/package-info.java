/// Which traces are kept when not all are: the policy that an operator writes and the counts that
/// it needs. Start at [SamplingPolicy]; the store that applies it is in `traces.segment`.
@NullMarked
package io.mallwatch.traces.sampling;

import org.jspecify.annotations.NullMarked;
