/// A small real mall to be watched: users, shops, purchase orders and points, with its own
/// database, traffic, faults and a past. Start at [io.mallwatch.samplemall.SampleMall].
@NullMarked
package io.mallwatch.samplemall;

import org.jspecify.annotations.NullMarked;
