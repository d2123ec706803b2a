package io.mallwatch.logs;

/// One key of an order.
///
/// An entry's value is its number, or its text; numbers come before texts, and texts are in the
/// order of their code points. Of several values the lowest counts when ascending, the highest when
/// descending. Values of `timestamp` are milliseconds since 1970.
///
/// @param field as in [LogFilter], or `_index`; `message` and other texts are compared whole
/// @param missingFirst whether entries without a value come first, in either direction
public record LogSort(String field, boolean descending, boolean missingFirst) {}
