/// The edge: one HTTP server under all doors. Routing by prefix, limits before and after
/// decompression, host check, access token, error shapes, response compression, counters.
///
/// Start with [Door] (what a protocol brings: routes as data and the shape of its errors), then
/// [HttpDoors] (the running server) and `Edge` (the way of one request). The HTTP server itself is
/// known only here; doors are plain functions from [Call] to [Reply].
@NullMarked
package io.mallwatch.doors.http;

import org.jspecify.annotations.NullMarked;
