package io.mallwatch.doors.grafana;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where dashboards and their older versions are kept. Thread-safe; calls block.
///
/// All throw [io.mallwatch.model.StoreUnavailableException] when the store is away.
public interface DashboardStore {

  /// All dashboards, in no order.
  List<Dashboard> list();

  /// The dashboard with its JSON.
  Optional<Kept> find(String uid);

  /// Adds the dashboard, or replaces the one that the draft says; durable on return.
  ///
  /// @return empty when the uid is taken, or when the dashboard to be replaced is gone or no longer
  ///   has the version that the draft follows
  Optional<Dashboard> save(Draft draft, Instant at);

  /// Forgets the dashboard, its versions and its annotations.
  ///
  /// @return whether it was there
  boolean delete(String uid);

  /// Marks the dashboard as a favourite, or no longer.
  ///
  /// @return whether it is there
  boolean star(String uid, boolean starred);

  /// Versions that are kept, newest first, without their JSON.
  List<Version> versions(long id);

  /// One version with its JSON.
  Optional<KeptVersion> version(long id, int version);

  /// A dashboard without its JSON.
  ///
  /// @param id number of this dashboard here
  /// @param uid its name in addresses, the same wherever it goes
  /// @param folderUid empty for the general folder
  /// @param version from 1
  /// @param provisioned the file it comes from; empty for dashboards that people made
  record Dashboard(
      long id,
      String uid,
      String title,
      List<String> tags,
      String folderUid,
      int version,
      Instant created,
      Instant updated,
      String provisioned,
      boolean starred) {

    public Dashboard {
      tags = List.copyOf(tags);
    }

    boolean isProvisioned() {
      return !provisioned.isEmpty();
    }
  }

  /// @param json as it was sent
  record Kept(Dashboard dashboard, String json) {}

  /// What is to be saved.
  ///
  /// @param id of the dashboard that is replaced; 0 for a new one
  /// @param follows the version that is replaced; 0 for a new dashboard
  /// @param json as it was sent
  /// @param message why, for the list of versions
  /// @param restoredFrom the version whose JSON this is; 0 for none
  /// @param provisioned the file it comes from; empty for none
  record Draft(
      long id,
      int follows,
      Facts facts,
      String folderUid,
      String json,
      String message,
      int restoredFrom,
      String provisioned) {}

  /// What a store must know of a dashboard's JSON.
  record Facts(String uid, String title, List<String> tags) {

    public Facts {
      tags = List.copyOf(tags);
    }
  }

  /// One save of a dashboard.
  ///
  /// @param parent the version before; 0 for the first
  record Version(
      long id, int version, int parent, int restoredFrom, Instant created, String message) {}

  /// @param json as it was sent
  record KeptVersion(Version version, String json) {}
}
