package io.mallwatch.doors.grafana;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where folders of dashboards are kept. Thread-safe; calls block.
///
/// All throw [io.mallwatch.model.StoreUnavailableException] when the store is away.
public interface FolderStore {

  /// All folders, in no order; the general one is none of them.
  List<Folder> list();

  /// Adds a folder.
  ///
  /// @return empty when the uid is taken
  Optional<Folder> add(String uid, String title, Instant at);

  /// Gives the folder another title.
  ///
  /// @return empty when it is gone or no longer has the version `follows`
  Optional<Folder> rename(String uid, String title, int follows, Instant at);

  /// Forgets the folder and all its dashboards.
  ///
  /// @return whether it was there
  boolean delete(String uid);

  /// @param version from 1
  record Folder(long id, String uid, String title, int version, Instant created, Instant updated) {}
}
