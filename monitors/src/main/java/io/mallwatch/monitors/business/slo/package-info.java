/// Service level objectives: what share of events must go well ([Slo]), the rules that watch how
/// fast the error budget burns ([SloRules]), and what is left of it at any moment ([SloBoard]).
@NullMarked
package io.mallwatch.monitors.business.slo;

import org.jspecify.annotations.NullMarked;
