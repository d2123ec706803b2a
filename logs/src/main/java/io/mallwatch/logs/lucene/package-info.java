/// The embedded log store: one Lucene index per UTC day, a write-ahead log in front of them.
///
/// Start with [LuceneLogStore]. A batch is encoded ([EntryCodec]), written to the log (`wal`), then
/// indexed by one thread ([Indexer]) into the day it belongs to ([Partition], [Partitions]); the
/// fields it is found by are made in [EntryDocuments] and asked for in [FilterQueries].
@NullMarked
package io.mallwatch.logs.lucene;

import org.jspecify.annotations.NullMarked;
