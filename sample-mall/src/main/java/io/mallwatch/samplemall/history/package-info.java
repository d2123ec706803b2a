/// A past for the mall: orders in its database, and metrics, logs and traces in Mallwatch. Start at
/// [io.mallwatch.samplemall.history.History].
@NullMarked
package io.mallwatch.samplemall.history;

import org.jspecify.annotations.NullMarked;
