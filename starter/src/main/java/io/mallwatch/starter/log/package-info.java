/// Log lines in the mall's standard format, as JSON on the console or in a file and as OTLP to
/// Mallwatch. Start at [io.mallwatch.starter.log.LogLine].
@NullMarked
package io.mallwatch.starter.log;

import org.jspecify.annotations.NullMarked;
