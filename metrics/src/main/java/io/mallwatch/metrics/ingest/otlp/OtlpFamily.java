package io.mallwatch.metrics.ingest.otlp;

import io.mallwatch.metrics.MetricMetadata;

/// A metric under the name that its series have.
///
/// @param name empty when there is none for it
record OtlpFamily(String name, MetricMetadata metadata) {}
