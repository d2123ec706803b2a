/// Ports written by hand, that several doors are tested against.
@NullMarked
package io.mallwatch.doors.fakes;

import org.jspecify.annotations.NullMarked;
