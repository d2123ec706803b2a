/// Telling people: what becomes of a group of alerts that is due.
///
/// Start with [NotificationPipeline]: inhibition and silences take alerts away, the
/// [NotificationLog] says what was told already, each [Channel] of the [Receiver] sends in parallel
/// with its own retries, and every attempt stands in the [NotificationLedger]. Channels are one
/// package below; [AlertMessage] is the text they share.
@NullMarked
package io.mallwatch.alerts.notify;

import org.jspecify.annotations.NullMarked;
