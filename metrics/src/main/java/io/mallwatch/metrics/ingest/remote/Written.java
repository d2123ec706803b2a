package io.mallwatch.metrics.ingest.remote;

import io.mallwatch.metrics.AppendResult;

/// What became of a request of remote write.
///
/// @param result all samples and histograms together; its first error names the series
/// @param samples numbers that were written, for `X-Prometheus-Remote-Write-Samples-Written`
/// @param histograms histograms that were written, for `...-Histograms-Written`
/// @param exemplars exemplars that were handed on, for `...-Exemplars-Written`
public record Written(AppendResult result, int samples, int histograms, int exemplars) {}
