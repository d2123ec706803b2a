/// Where backups lie and how they are kept secret: [BackupStore] is the port, [FolderStore] a
/// folder of this machine; [SealedOutput] encrypts.
@NullMarked
package io.mallwatch.ops.backup.store;

import org.jspecify.annotations.NullMarked;
