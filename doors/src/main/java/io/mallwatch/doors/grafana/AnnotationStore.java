package io.mallwatch.doors.grafana;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where marks on charts are kept: deployments, promotions, what people noticed. Thread-safe; calls
/// block. The oldest beyond a bound are forgotten.
///
/// All throw [io.mallwatch.model.StoreUnavailableException] when the store is away.
public interface AnnotationStore {

  /// Annotations that touch the time from `from` to `to`, newest first.
  List<Annotation> list(Instant from, Instant to);

  Optional<Annotation> find(long id);

  /// Adds an annotation; its id is given.
  ///
  /// @return its id
  long add(Content content, Instant at);

  /// Replaces the content.
  ///
  /// @return whether it was there
  boolean replace(long id, Content content, Instant at);

  /// @return whether it was there
  boolean delete(long id);

  /// @param created when it was written down
  record Annotation(long id, Content content, Instant created, Instant updated) {}

  /// What an annotation says.
  ///
  /// @param dashboardUid empty for all dashboards
  /// @param panelId 0 for the whole dashboard
  /// @param end equal to `start` for a moment
  /// @param data further JSON, kept as it was sent
  record Content(
      String dashboardUid,
      long panelId,
      Instant start,
      Instant end,
      String text,
      List<String> tags,
      String data) {

    public Content {
      tags = List.copyOf(tags);
    }
  }
}
