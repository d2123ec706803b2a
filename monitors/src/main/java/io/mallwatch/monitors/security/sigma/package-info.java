/// Sigma rules over log entries: [SigmaReader] reads a file, a [SigmaRule] says whether an entry
/// matches. What of Sigma is not understood is refused with a message, never passed over. Start
/// with [SigmaReader].
@NullMarked
package io.mallwatch.monitors.security.sigma;

import org.jspecify.annotations.NullMarked;
