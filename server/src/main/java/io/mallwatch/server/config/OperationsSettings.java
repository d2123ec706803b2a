package io.mallwatch.server.config;

import static io.mallwatch.server.config.Setting.setting;
import static io.mallwatch.server.config.SettingType.TEXT;
import static io.mallwatch.server.config.SettingType.TEXTS;

import java.util.List;

/// The keys `backup.*` and `checklists.*`.
final class OperationsSettings {

  private static final Setting<String> BACKUP_FILE =
      setting(
          "backup.file",
          TEXT,
          "",
          "A file that says what is backed up, where to and when, see docs/backups.md. Empty: the"
              + " server backs up nothing.");
  private static final Setting<List<String>> CHECKLISTS =
      setting(
          "checklists.files",
          TEXTS,
          "",
          "Checklist files, `*` allowed, instead of those that are shipped, see"
              + " docs/checklists.md.");

  static final List<Setting<?>> ALL = List.of(BACKUP_FILE, CHECKLISTS);

  private OperationsSettings() {}

  static OperationsConfig read(Setting.Values values) {
    return new OperationsConfig(values.of(BACKUP_FILE), values.of(CHECKLISTS));
  }
}
