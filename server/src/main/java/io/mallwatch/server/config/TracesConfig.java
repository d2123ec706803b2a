package io.mallwatch.server.config;

import io.mallwatch.traces.sampling.SamplingPolicy;
import java.time.Duration;

/// Keys `traces.*`.
///
/// @param sampling which traces are kept
public record TracesConfig(Duration retention, long retentionBytes, SamplingPolicy sampling) {}
