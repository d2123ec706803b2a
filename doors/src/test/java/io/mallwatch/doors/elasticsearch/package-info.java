/// Tests of the door, over real sockets, a store in memory and the real bulk intake.
@NullMarked
package io.mallwatch.doors.elasticsearch;

import org.jspecify.annotations.NullMarked;
