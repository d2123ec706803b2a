@NullMarked
package io.mallwatch.doors.api.alert;

import org.jspecify.annotations.NullMarked;
