/// Tests of deployments as resources.
@NullMarked
package io.mallwatch.doors.api.deploy;

import org.jspecify.annotations.NullMarked;
