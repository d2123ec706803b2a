/// Mail by SMTP: one message a group, as text and HTML.
///
/// Start with [EmailChannel]; [EmailText] writes both forms.
@NullMarked
package io.mallwatch.alerts.notify.email;

import org.jspecify.annotations.NullMarked;
