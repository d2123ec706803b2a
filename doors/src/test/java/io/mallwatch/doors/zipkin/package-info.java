/// Tests of the Zipkin door.
@NullMarked
package io.mallwatch.doors.zipkin;

import org.jspecify.annotations.NullMarked;
