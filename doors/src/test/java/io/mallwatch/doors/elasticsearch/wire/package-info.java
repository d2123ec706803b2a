/// Tests of what the Elasticsearch door speaks with.
@NullMarked
package io.mallwatch.doors.elasticsearch.wire;

import org.jspecify.annotations.NullMarked;
