package io.mallwatch.server.config;

import java.util.List;

/// Keys `backup.*` and `checklists.*`.
///
/// @param backupFile what is backed up; empty for nothing
/// @param checklists patterns of further checklist files
public record OperationsConfig(String backupFile, List<String> checklists) {

  public OperationsConfig {
    checklists = List.copyOf(checklists);
  }
}
