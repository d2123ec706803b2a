@NullMarked
package io.mallwatch.doors.prometheus.read;

import org.jspecify.annotations.NullMarked;
