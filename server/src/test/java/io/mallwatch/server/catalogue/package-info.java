/// `deploy/metrics.yaml`, the list of every metric, and all that is held to it.
@NullMarked
package io.mallwatch.server.catalogue;

import org.jspecify.annotations.NullMarked;
