/// Carries out aggregations over the columns of the index, one segment after the other.
///
/// Start with [Collector], made by [Collectors]: every node of the tree that was asked for is one
/// collector, shared by all the buckets it is in; a bucket is a number.
@NullMarked
package io.mallwatch.logs.lucene.aggregate;

import org.jspecify.annotations.NullMarked;
