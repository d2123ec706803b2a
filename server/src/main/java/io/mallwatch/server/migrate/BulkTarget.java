package io.mallwatch.server.migrate;

import static io.mallwatch.server.migrate.ElasticsearchHost.list;
import static io.mallwatch.server.migrate.ElasticsearchHost.map;
import static io.mallwatch.server.migrate.ElasticsearchHost.number;

import io.mallwatch.doors.http.Json;
import io.mallwatch.server.migrate.ElasticsearchHost.SaidNoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sends documents under the ids they had, so that what was sent before is not there twice. Waits
/// as long as the receiver is overloaded or away.
final class BulkTarget {

  /// Bytes of a request; a receiver takes several times as many.
  private static final int MOST_BYTES = 4 << 20;

  private static final int MOST_TRIES = 60;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final ElasticsearchHost host;
  private final Pause pause;

  BulkTarget(ElasticsearchHost host, Pause pause) {
    this.host = host;
    this.pause = pause;
  }

  /// What became of documents.
  ///
  /// @param present were there already
  /// @param refused cannot be stored, by reason
  record Outcome(long stored, long present, Map<String, Long> refused) {

    static final Outcome NOTHING = new Outcome(0, 0, Map.of());

    Outcome plus(Outcome other) {
      Map<String, Long> all = new LinkedHashMap<>(refused);
      other.refused.forEach((reason, count) -> all.merge(reason, count, Long::sum));
      return new Outcome(stored + other.stored, present + other.present, Map.copyOf(all));
    }
  }

  /// Stores hits of a search; on return each is stored, was there, or is refused for good.
  ///
  /// @throws IOException when the receiver stays away
  Outcome send(List<Map<?, ?>> hits) throws IOException, InterruptedException {
    Outcome all = Outcome.NOTHING;
    List<byte[]> batch = new ArrayList<>();
    int bytes = 0;
    for (Map<?, ?> hit : hits) {
      if (!(hit.get("_source") instanceof Map<?, ?> source)) {
        all = all.plus(new Outcome(0, 0, Map.of("the source keeps no _source of it", 1L)));
        continue;
      }
      byte[] document = lines(hit, source);
      if (bytes + document.length > MOST_BYTES && !batch.isEmpty()) {
        all = all.plus(sendAll(batch));
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(document);
      bytes += document.length;
    }
    return batch.isEmpty() ? all : all.plus(sendAll(batch));
  }

  private static byte[] lines(Map<?, ?> hit, Map<?, ?> source) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    Map<String, Object> place =
        Map.of("_index", String.valueOf(hit.get("_index")), "_id", String.valueOf(hit.get("_id")));
    lines.writeBytes(Json.write(out -> Json.any(out, Map.of("create", place))));
    lines.write('\n');
    lines.writeBytes(Json.write(out -> Json.any(out, source)));
    lines.write('\n');
    return lines.toByteArray();
  }

  private Outcome sendAll(List<byte[]> documents) throws IOException, InterruptedException {
    Outcome all = Outcome.NOTHING;
    List<byte[]> left = documents;
    Duration wait = FIRST_PAUSE;
    for (int tries = 1; !left.isEmpty(); tries++) {
      String why;
      try {
        List<byte[]> again = new ArrayList<>();
        all = all.plus(once(left, again));
        why = "it is overloaded";
        if (again.size() < left.size()) {
          tries = 1;
          wait = FIRST_PAUSE;
        }
        left = again;
        if (left.isEmpty()) {
          return all;
        }
      } catch (SaidNoException e) {
        if (e.status() == 413 && left.size() > 1) {
          int half = left.size() / 2;
          return all.plus(sendAll(left.subList(0, half)))
              .plus(sendAll(left.subList(half, left.size())));
        }
        if (e.status() == 413) {
          return all.plus(new Outcome(0, 0, Map.of("the document is too large", 1L)));
        }
        if (!e.passing()) {
          throw e;
        }
        why = String.valueOf(e.getMessage());
      } catch (IOException e) {
        why = String.valueOf(e);
      }
      if (tries >= MOST_TRIES) {
        throw new IOException("%s took nothing in %d tries: %s".formatted(host.url(), tries, why));
      }
      pause.pause(wait);
      wait = wait.multipliedBy(2);
      wait = wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
    }
    return all;
  }

  /// Sends once; those that may be taken later are added to `again`.
  private Outcome once(List<byte[]> documents, List<byte[]> again)
      throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    documents.forEach(body::writeBytes);
    Object answer = host.ask("POST", "/_bulk", "application/x-ndjson", body.toByteArray());
    List<?> items = list(map(answer).get("items"));
    if (items.size() != documents.size()) {
      throw new SaidNoException(
          200, "%s answered a bulk request with too few items".formatted(host.url()));
    }
    long stored = 0;
    long present = 0;
    Map<String, Long> refused = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      Map<?, ?> item = map(map(items.get(i)).get("create"));
      int status = (int) number(item.get("status"));
      if (status / 100 == 2) {
        stored++;
      } else if (status == 409) {
        present++;
      } else if (status == 429 || status >= 500) {
        again.add(documents.get(i));
      } else {
        refused.merge(String.valueOf(map(item.get("error")).get("type")), 1L, Long::sum);
      }
    }
    return new Outcome(stored, present, Map.copyOf(refused));
  }
}
