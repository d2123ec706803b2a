/// One description of each resource, for both its work and its documentation: a [Shape] writes a
/// value as JSON and says what OpenAPI should say of it; an [Endpoint] is a route and its entry in
/// `docs/api/openapi.yaml`.
@NullMarked
package io.mallwatch.doors.api.describe;

import org.jspecify.annotations.NullMarked;
