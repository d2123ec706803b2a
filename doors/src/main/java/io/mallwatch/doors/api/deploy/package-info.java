/// Deployments as resources: [DeploymentsResource].
@NullMarked
package io.mallwatch.doors.api.deploy;

import org.jspecify.annotations.NullMarked;
