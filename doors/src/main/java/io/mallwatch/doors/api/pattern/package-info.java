/// `/api/logs/patterns`: lines that say the same with other values, counted. Start with
/// [PatternsResource].
@NullMarked
package io.mallwatch.doors.api.pattern;

import org.jspecify.annotations.NullMarked;
