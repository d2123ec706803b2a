/// Measurements: JMH for hot loops, side-by-side runs against the real programs.
@NullMarked
package io.mallwatch.benchmarks;

import org.jspecify.annotations.NullMarked;
