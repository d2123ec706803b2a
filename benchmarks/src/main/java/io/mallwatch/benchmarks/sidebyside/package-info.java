/// Mallwatch beside the real programs, driven through public protocols only: the same data, the
/// same machine, one run, each figure as a ratio. Start at [MetricsSideBySide].
package io.mallwatch.benchmarks.sidebyside;
