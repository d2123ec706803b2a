/// `/api/business`: the figures of the business with their definitions, the ledger guard, and what
/// a time of trouble costs. Start with [BusinessView].
@NullMarked
package io.mallwatch.doors.api.business;

import org.jspecify.annotations.NullMarked;
