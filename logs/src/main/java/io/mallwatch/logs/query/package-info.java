/// How people and programs ask for log lines: text to [io.mallwatch.logs.LogFilter] and back
/// ([LogQueryParser], [LogFilters]), what the fields are called ([LogFields]), how text is cut into
/// words ([LogWords]), and whether one entry passes a filter ([FilterMatch]). Start with
/// [LogQueryParser].
@NullMarked
package io.mallwatch.logs.query;

import org.jspecify.annotations.NullMarked;
