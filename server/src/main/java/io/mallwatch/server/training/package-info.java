/// A short day at work that the build lets the server live through, so that the JVM's cache holds
/// what a real day loads and compiles. Start at [Training].
@NullMarked
package io.mallwatch.server.training;

import org.jspecify.annotations.NullMarked;
