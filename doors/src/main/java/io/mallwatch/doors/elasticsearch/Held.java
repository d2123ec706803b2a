package io.mallwatch.doors.elasticsearch;

import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.TimeValues;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.logs.LogStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Points in time and scrolls: snapshots that clients hold while they page. Thread-safe; as many as
/// the store holds.
final class Held {

  private static final Duration LONGEST = Duration.ofDays(1);

  private final LogStore logs;
  private final Map<String, Scroll> scrolls = new ConcurrentHashMap<>();

  Held(LogStore logs) {
    this.logs = logs;
  }

  /// A scroll between two pages.
  ///
  /// @param after cursor of the last hit; null when there is nothing behind it
  /// @param total as the first page told it; what is held doesn't change
  record Scroll(SearchBody asked, @Nullable String after, long total) {}

  /// A point in time over the indices of a pattern.
  record Point(LogStore.Snapshot snapshot, String index) {}

  static Duration keepAlive(String text) {
    Duration asked = TimeValues.parse(text);
    if (asked.compareTo(LONGEST) > 0) {
      throw ElasticErrors.illegal(
          "Keep alive for request (%s) is too large. It must be less than (1d).".formatted(text));
    }
    return asked;
  }

  /// Opens a point in time; returns its id.
  String openPoint(String index, Duration keepAlive) {
    String id = logs.snapshot(keepAlive).id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((id + "|" + index).getBytes(StandardCharsets.UTF_8));
  }

  /// @throws RefusedException when it is not held any more
  Point point(String id, @Nullable String keepAlive) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8).split("\\|", 2);
      LogStore.Snapshot snapshot =
          logs.held(parts[0]).orElseThrow(() -> missing("No search context found for id", id));
      if (keepAlive != null) {
        snapshot.keep(keepAlive(keepAlive));
      }
      return new Point(snapshot, parts.length < 2 ? "*" : parts[1]);
    } catch (IllegalArgumentException e) {
      throw ElasticErrors.illegal("invalid id: [%s]".formatted(id));
    }
  }

  /// Whether there was one.
  boolean closePoint(String id) {
    try {
      point(id, null).snapshot().close();
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  LogStore.Snapshot openScroll(Duration keepAlive) {
    scrolls.keySet().removeIf(id -> logs.held(id).isEmpty());
    return logs.snapshot(keepAlive);
  }

  void goOn(String id, Scroll scroll) {
    scrolls.put(id, scroll);
  }

  /// @throws RefusedException when it is not held any more
  Scroll scroll(String id) {
    Scroll scroll = scrolls.get(id);
    if (scroll == null || logs.held(id).isEmpty()) {
      scrolls.remove(id);
      throw missing("No search context found for id", id);
    }
    return scroll;
  }

  boolean closeScroll(String id) {
    logs.held(id).ifPresent(LogStore.Snapshot::close);
    return scrolls.remove(id) != null;
  }

  int closeScrolls() {
    int closed = 0;
    for (String id : scrolls.keySet()) {
      closed += closeScroll(id) ? 1 : 0;
    }
    return closed;
  }

  LogStore.Snapshot snapshot(String id) {
    return logs.held(id).orElseThrow(() -> missing("No search context found for id", id));
  }

  private static RefusedException missing(String what, String id) {
    return new RefusedException(
        Problem.notFound("%s [%s]".formatted(what, id)).named("search_context_missing_exception"));
  }
}
