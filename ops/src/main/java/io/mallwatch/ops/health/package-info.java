/// Health checks of a mall: [MallHealthCheck] asks its seven health endpoints and never stops
/// early.
@NullMarked
package io.mallwatch.ops.health;

import org.jspecify.annotations.NullMarked;
