/// The text of PromQL: from characters to a typed tree and back. Knows nothing of samples.
///
/// Start with [PromqlParser#parse(String)] and the tree it returns, [Expr]; [PromqlFormatter]
/// prints a tree, [Exprs] walks one.
@NullMarked
package io.mallwatch.metrics.promql.syntax;

import org.jspecify.annotations.NullMarked;
