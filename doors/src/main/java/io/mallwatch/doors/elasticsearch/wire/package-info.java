/// What all of the Elasticsearch door speaks with: members of bodies ([Nodes]), refusals
/// ([ElasticErrors]), names with stars, answers of one shape.
@NullMarked
package io.mallwatch.doors.elasticsearch.wire;

import org.jspecify.annotations.NullMarked;
