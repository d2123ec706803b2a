/// What lines go through before they are kept: pipelines in Elasticsearch's ingest-pipeline JSON,
/// which take lines apart, name their fields, move them and drop them. Start with [Pipelines]; a
/// pipeline is a list of [Step]s over a [Document].
@NullMarked
package io.mallwatch.logs.pipeline;

import org.jspecify.annotations.NullMarked;
