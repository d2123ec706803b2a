/// Days that are not like others: promotions and holidays. What is usual is learnt from days of the
/// same sort alone. Start with [DayCalendar].
@NullMarked
package io.mallwatch.monitors.business.calendar;

import org.jspecify.annotations.NullMarked;
