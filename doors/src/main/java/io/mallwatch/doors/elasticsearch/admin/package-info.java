/// What the Elasticsearch door says of the node, of indices and their fields, and what clients set
/// up there: templates, policies, aliases, data streams, pipelines.
///
/// Start with [AdminRoutes].
@NullMarked
package io.mallwatch.doors.elasticsearch.admin;

import org.jspecify.annotations.NullMarked;
