/// OpenTelemetry's protocol: traces, metrics and logs over HTTP (protobuf and JSON) and gRPC, with
/// partial success and back-pressure (opentelemetry-proto, docs/specification.md).
///
/// Start with [OtlpDoor]. What arrives is handed as protobuf bytes to an [OtlpIntake] per signal.
@NullMarked
package io.mallwatch.doors.otlp;

import org.jspecify.annotations.NullMarked;
