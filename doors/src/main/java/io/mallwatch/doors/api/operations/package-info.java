/// Resources of operations: backups, probes of health, checklists. [OperationsResources] lists
/// them.
@NullMarked
package io.mallwatch.doors.api.operations;

import org.jspecify.annotations.NullMarked;
