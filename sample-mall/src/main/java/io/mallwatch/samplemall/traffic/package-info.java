/// Customers: real HTTP requests in the shape of a day and a week. Start at
/// [io.mallwatch.samplemall.traffic.TrafficShape].
@NullMarked
package io.mallwatch.samplemall.traffic;

import org.jspecify.annotations.NullMarked;
