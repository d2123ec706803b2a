package io.mallwatch.monitors.security;

import io.mallwatch.monitors.security.SecurityEvent.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Events of one key that are too many within a window.
///
/// @param kinds of events that are looked at
/// @param counts which of them
/// @param key whose they are; those with an empty key don't count
/// @param distinct what is told apart among them
/// @param most events of a key that are kept
/// @param verdict how grave what a window holds is; null while it is not
record CountRule(
    Detection detection,
    Set<Kind> kinds,
    Predicate<SecurityEvent> counts,
    Function<SecurityEvent, String> key,
    Function<SecurityEvent, String> distinct,
    Duration window,
    int most,
    Function<Window, @Nullable Level> verdict) {}
