/// The embedded log store: one Lucene index per UTC day, a write-ahead log in front of them.
///
/// Start with [LuceneLogStore]. A batch is encoded (`document`), written to the log (`model.wal`),
/// then indexed by one thread ([Indexer]) into the day it belongs to ([Partition], [Partitions]);
/// the fields it is found by are made and asked for in `document`. [Searches] and [Aggregations]
/// read.
@NullMarked
package io.mallwatch.logs.lucene;

import org.jspecify.annotations.NullMarked;
