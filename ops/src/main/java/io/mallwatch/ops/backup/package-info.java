/// Backups that are proven: [Backups] takes and keeps them, [Restores] checks them, restores them
/// into scratch and says what differs. What is backed up and where to stands in a file that
/// [BackupFile] reads; docs/backups.md tells people how to use it.
@NullMarked
package io.mallwatch.ops.backup;

import org.jspecify.annotations.NullMarked;
