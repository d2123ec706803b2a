/// What backups are made of: [DatabaseTools] dumps and loads databases, [DumpReader] reads a dump
/// as it streams by, [TarWriter] and [TarReader] pack folders.
@NullMarked
package io.mallwatch.ops.backup.source;

import org.jspecify.annotations.NullMarked;
