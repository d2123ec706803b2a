/// The embedded metric store. Start with [Tsdb]: an [Appender] thread checks samples, writes them
/// to the log (`tsdb.wal`) and only then into the head (`tsdb.head`); [Maintenance] moves what is
/// older than about two hours into blocks (`tsdb.block`), merges and retires them; `tsdb.read`
/// answers queries from head and blocks together. Formats: `docs/formats/metrics.md`.
@NullMarked
package io.mallwatch.metrics.tsdb;

import org.jspecify.annotations.NullMarked;
