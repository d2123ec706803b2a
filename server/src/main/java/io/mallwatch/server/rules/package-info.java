/// What rules are tried on before they serve: a scratch store for their unit tests, the real one
/// for rehearsals and lint.
///
/// Start with [ScratchMetrics].
@NullMarked
package io.mallwatch.server.rules;

import org.jspecify.annotations.NullMarked;
