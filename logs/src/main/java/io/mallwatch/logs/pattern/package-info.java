/// Lines that say the same thing with other values are one pattern: found online while lines come
/// in, counted by the minute, kept over restarts. Start with [Patterns]; [Clusters] decides what is
/// the same, [LineScan] what is a word and what a value.
@NullMarked
package io.mallwatch.logs.pattern;

import org.jspecify.annotations.NullMarked;
