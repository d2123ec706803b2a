/// Tests of the door, over real sockets and hand-written ports.
@NullMarked
package io.mallwatch.doors.grafana;

import org.jspecify.annotations.NullMarked;
