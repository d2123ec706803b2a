/// How Prometheus writes what it answers: numbers as Go prints them, results of queries as JSON,
/// the text and protobuf exposition formats. No routes, no engines.
///
/// Start with [ResultJson] for queries and [FederatedText] for pages.
@NullMarked
package io.mallwatch.doors.prometheus.format;

import org.jspecify.annotations.NullMarked;
