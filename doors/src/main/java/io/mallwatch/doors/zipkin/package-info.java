/// Zipkin's API v2: spans in as JSON and protobuf, and its queries.
///
/// Start with [ZipkinDoor]. Format: zipkin-api, zipkin2-api.yaml and zipkin.proto.
@NullMarked
package io.mallwatch.doors.zipkin;

import org.jspecify.annotations.NullMarked;
