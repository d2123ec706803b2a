/// Tests of the Tempo door.
@NullMarked
package io.mallwatch.doors.tempo;

import org.jspecify.annotations.NullMarked;
