package io.mallwatch.doors.api.operations;

import io.mallwatch.ops.backup.BackupRunner;
import io.mallwatch.ops.checklist.Checklists;
import java.util.Optional;

/// What the resources of operations stand on.
///
/// @param backups empty when none are configured
public record OperationsPorts(Optional<BackupRunner> backups, Checklists checklists) {}
