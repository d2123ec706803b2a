/// Serves the web console, a single page whose files lie on the classpath under `/console/`;
/// without them, a plain page that says what answers here.
@NullMarked
package io.mallwatch.doors.console;

import org.jspecify.annotations.NullMarked;
