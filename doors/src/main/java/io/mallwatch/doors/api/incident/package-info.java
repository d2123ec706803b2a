/// Incidents as the console handles them: `/api/incidents`. Start with [IncidentsResource].
@NullMarked
package io.mallwatch.doors.api.incident;

import org.jspecify.annotations.NullMarked;
