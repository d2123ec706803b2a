/// Tests of the descriptions.
@NullMarked
package io.mallwatch.doors.api.describe;

import org.jspecify.annotations.NullMarked;
