/// Tempo's query API as Grafana's data source asks it: traces by id, search by tags and by a part
/// of TraceQL, tags and their values.
///
/// Start with [TempoDoor].
@NullMarked
package io.mallwatch.doors.tempo;

import org.jspecify.annotations.NullMarked;
