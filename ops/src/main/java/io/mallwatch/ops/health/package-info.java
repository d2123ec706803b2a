/// Health checks of a mall: [HealthCheck] asks its seven health endpoints and whatever else is
/// named, and never stops early.
@NullMarked
package io.mallwatch.ops.health;

import org.jspecify.annotations.NullMarked;
