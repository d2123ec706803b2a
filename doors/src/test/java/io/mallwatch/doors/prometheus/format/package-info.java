@NullMarked
package io.mallwatch.doors.prometheus.format;

import org.jspecify.annotations.NullMarked;
