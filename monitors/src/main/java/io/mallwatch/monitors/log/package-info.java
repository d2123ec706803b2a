/// Is everyone still talking? [SourceFreshness] knows when each source of metrics, logs and traces
/// was last heard.
@NullMarked
package io.mallwatch.monitors.log;

import org.jspecify.annotations.NullMarked;
