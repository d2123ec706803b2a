/// Pages that people open without logging in: acknowledging from a signed link, and the status
/// page. Plain HTML, no script. Start with [AckDoor].
@NullMarked
package io.mallwatch.doors.oncall;

import org.jspecify.annotations.NullMarked;
