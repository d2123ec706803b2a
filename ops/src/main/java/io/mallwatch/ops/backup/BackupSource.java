package io.mallwatch.ops.backup;

import io.mallwatch.ops.backup.source.Login;
import java.nio.file.Path;
import java.util.List;

/// What is backed up.
public sealed interface BackupSource {

  /// `database`, `folder` or `mallwatch`.
  String kind();

  /// For people, without secrets.
  String text();

  /// One database of a MySQL or MariaDB server.
  record Database(Login login, String database) implements BackupSource {

    @Override
    public String kind() {
      return "database";
    }

    @Override
    public String text() {
      return login.where() + "/" + database;
    }
  }

  /// A folder with everything below it.
  ///
  /// @param excludes globs of paths below it
  record Folder(Path path, List<String> excludes) implements BackupSource {

    public Folder {
      excludes = List.copyOf(excludes);
    }

    @Override
    public String kind() {
      return "folder";
    }

    @Override
    public String text() {
      return path.toString();
    }
  }

  /// What Mallwatch itself keeps: metrics, state, configuration.
  record Own() implements BackupSource {

    @Override
    public String kind() {
      return "mallwatch";
    }

    @Override
    public String text() {
      return "mallwatch";
    }
  }
}
