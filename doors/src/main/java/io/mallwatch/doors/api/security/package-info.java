/// `/api/security`: what was found in log entries, and what is looked for. Start with
/// [SecurityResource].
@NullMarked
package io.mallwatch.doors.api.security;

import org.jspecify.annotations.NullMarked;
