/// The console's own resources under `/api`, one class each, and the server's health.
///
/// Start with [ApiDoor] and [ApiPorts]. Each resource lists its endpoints as data, from which
/// `docs/api/openapi.yaml` is written too.
@NullMarked
package io.mallwatch.doors.api;

import org.jspecify.annotations.NullMarked;
