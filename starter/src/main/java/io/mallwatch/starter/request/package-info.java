/// What every HTTP request gets: an id, two log lines, a counter and a histogram. Start at
/// [io.mallwatch.starter.request.RequestFilter].
@NullMarked
package io.mallwatch.starter.request;

import org.jspecify.annotations.NullMarked;
