/// What clients set up before they send: templates, policies, aliases, data streams, indices with
/// mappings of their own; and what follows from it for an index.
///
/// Start with [Catalog], which keeps it, and [Indices], which answers questions about indices.
@NullMarked
package io.mallwatch.doors.elasticsearch.catalog;

import org.jspecify.annotations.NullMarked;
