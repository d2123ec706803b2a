package io.mallwatch.metrics.scrape;

import java.time.InstantSource;
import java.util.function.LongConsumer;

/// What time it is, and how to wait.
///
/// @param park waits for so many nanoseconds of `clock`, less when the thread is unparked or
///   interrupted
record Pace(InstantSource clock, LongConsumer park) {}
