/// The on-call plan as the console reads and changes it: `/api/oncall`. Start with
/// [OnCallResource].
@NullMarked
package io.mallwatch.doors.api.oncall;

import org.jspecify.annotations.NullMarked;
