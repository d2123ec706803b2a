/// What the mall says about its business: counters, user activity and the security audit. Start at
/// [io.mallwatch.starter.business.BusinessMetrics].
@NullMarked
package io.mallwatch.starter.business;

import org.jspecify.annotations.NullMarked;
