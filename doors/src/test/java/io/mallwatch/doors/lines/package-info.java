@NullMarked
package io.mallwatch.doors.lines;

import org.jspecify.annotations.NullMarked;
