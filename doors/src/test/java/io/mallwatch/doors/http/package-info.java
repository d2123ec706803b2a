/// Tests of the edge, over real sockets.
@NullMarked
package io.mallwatch.doors.http;

import org.jspecify.annotations.NullMarked;
