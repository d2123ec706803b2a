package io.mallwatch.metrics.ingest.page;

import io.mallwatch.metrics.ingest.TextCache;

/// What the pages of all targets share.
///
/// @param texts names and values of labels
/// @param hashKey random and secret, so that no target can make two series look the same
public record PageMemory(TextCache texts, long hashKey) {}
