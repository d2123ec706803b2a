/// What the database does for the mall: a span per statement, slow statements, connections, lock
/// waits and table sizes. Start at [io.mallwatch.starter.database.QueryObserver].
@NullMarked
package io.mallwatch.starter.database;

import org.jspecify.annotations.NullMarked;
