/// Silences: who has asked not to hear of what, until when.
///
/// Start with [Silences]. They are kept by a [SilenceRepository], which the server's state database
/// implements. [MatcherSyntax] reads the conditions as Alertmanager and amtool write them.
@NullMarked
package io.mallwatch.alerts.silence;

import org.jspecify.annotations.NullMarked;
