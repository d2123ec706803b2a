package io.mallwatch.logs;

import io.mallwatch.model.LogEntry;

/// An entry that was found.
///
/// @param id stable; unique in its index
/// @param index name of the index it belongs to, such as `zhongdao-mall-logs-2026.11.02`
/// @param entry the entry
/// @param cursor opaque; a query with it as `after` goes on behind this hit
public record LogHit(String id, String index, LogEntry entry, String cursor) {}
