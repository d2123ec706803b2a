@NullMarked
package io.mallwatch.doors.pushgateway;

import org.jspecify.annotations.NullMarked;
