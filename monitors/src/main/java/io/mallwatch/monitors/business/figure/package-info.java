/// The 27 figures of the paper's `UserMetrics` and `TransactionMetrics`: what each is ([Figure],
/// [Figures]), from the mall's database ([DatabaseFigures]) and from its metrics ([MetricFigures]),
/// side by side on the [FigureBoard], which also records them as series.
@NullMarked
package io.mallwatch.monitors.business.figure;

import org.jspecify.annotations.NullMarked;
