package io.mallwatch.server.migrate;

import static io.mallwatch.server.migrate.ElasticsearchHost.escaped;
import static io.mallwatch.server.migrate.ElasticsearchHost.list;
import static io.mallwatch.server.migrate.ElasticsearchHost.map;
import static io.mallwatch.server.migrate.ElasticsearchHost.number;

import io.mallwatch.doors.http.Json;
import io.mallwatch.server.migrate.ElasticsearchHost.SaidNoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads indices from old to new by scrolls, which every version since 2 has.
final class ElasticsearchSource {

  private static final String JSON = "application/json";
  private static final List<String> TIMES = List.of("@timestamp", "timestamp", "time", "date");

  private final ElasticsearchHost host;
  private final int pageSize;

  /// @param pageSize documents that are asked for at once
  ElasticsearchSource(ElasticsearchHost host, int pageSize) {
    this.host = host;
    this.pageSize = pageSize;
  }

  /// The field that tells when, and whether it counts nanoseconds.
  record TimeField(String name, boolean nanos) {}

  /// Documents of an index that stand together.
  ///
  /// @param total of the whole scroll
  record Page(String scroll, List<Map<?, ?>> hits, long total) {}

  /// Indices and data streams, by name; those that begin with a dot only when the pattern does.
  List<String> indices(String pattern) throws IOException, InterruptedException {
    TreeSet<String> names = new TreeSet<>();
    try {
      Map<?, ?> found = map(host.ask("GET", "/_resolve/index/" + escaped(pattern), JSON, none()));
      for (String kind : List.of("indices", "data_streams")) {
        for (Object one : list(found.get(kind))) {
          // What backs a data stream is read as the stream.
          if (!map(one).containsKey("data_stream")) {
            names.add(String.valueOf(map(one).get("name")));
          }
        }
      }
    } catch (SaidNoException e) {
      if (e.passing() || e.status() == 401 || e.status() == 403) {
        throw e;
      }
      // Before 7.9 there was no such question.
      for (Object row :
          list(
              host.ask(
                  "GET", "/_cat/indices/" + escaped(pattern) + "?format=json", JSON, none()))) {
        names.add(String.valueOf(map(row).get("index")));
      }
    }
    boolean hidden = pattern.startsWith(".");
    return names.stream().filter(name -> hidden || !name.startsWith(".")).toList();
  }

  /// The field of an index that tells when; null when it has none.
  @Nullable TimeField timeField(String index) throws IOException, InterruptedException {
    Object answer =
        host.ask(
            "GET",
            "/%s/_field_caps?fields=%s".formatted(escaped(index), String.join(",", TIMES)),
            JSON,
            none());
    Map<?, ?> fields = map(map(answer).get("fields"));
    for (String name : TIMES) {
      Map<?, ?> types = map(fields.get(name));
      if (types.containsKey("date") || types.containsKey("date_nanos")) {
        return new TimeField(name, !types.containsKey("date"));
      }
    }
    return null;
  }

  /// How many documents there are from a time on.
  long count(String index, @Nullable TimeField time, @Nullable Long sinceMillis)
      throws IOException, InterruptedException {
    byte[] body = Json.write(out -> Json.any(out, Map.of("query", query(time, sinceMillis))));
    return number(map(host.ask("POST", "/" + escaped(index) + "/_count", JSON, body)).get("count"));
  }

  /// The first documents from a time on, inclusive, and those without a time behind them.
  ///
  /// @param sinceMillis null for all
  Page first(String index, @Nullable TimeField time, @Nullable Long sinceMillis)
      throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("size", pageSize);
    body.put("query", query(time, sinceMillis));
    body.put(
        "sort",
        time == null
            ? List.of("_doc")
            : List.of(Map.of(time.name(), Map.of("order", "asc", "unmapped_type", "date"))));
    return page(
        host.ask(
            "POST",
            "/" + escaped(index) + "/_search?scroll=10m",
            JSON,
            Json.write(out -> Json.any(out, body))));
  }

  /// The documents behind.
  Page next(String scroll) throws IOException, InterruptedException {
    Map<String, String> body = Map.of("scroll", "10m", "scroll_id", scroll);
    return page(host.ask("POST", "/_search/scroll", JSON, Json.write(out -> Json.any(out, body))));
  }

  /// Lets the source forget a scroll; it forgets it in time by itself.
  void close(String scroll) throws InterruptedException {
    try {
      Map<String, Object> body = Map.of("scroll_id", List.of(scroll));
      host.ask("DELETE", "/_search/scroll", JSON, Json.write(out -> Json.any(out, body)));
    } catch (IOException | SaidNoException ignored) {
      // It ends after ten minutes.
    }
  }

  private static Map<String, Object> query(@Nullable TimeField time, @Nullable Long sinceMillis) {
    if (time == null || sinceMillis == null) {
      return Map.of("match_all", Map.of());
    }
    Map<String, Object> range =
        Map.of("range", Map.of(time.name(), Map.of("gte", sinceMillis, "format", "epoch_millis")));
    Map<String, Object> without =
        Map.of("bool", Map.of("must_not", List.of(Map.of("exists", Map.of("field", time.name())))));
    return Map.of("bool", Map.of("should", List.of(range, without), "minimum_should_match", 1));
  }

  private static Page page(Object answer) {
    Map<?, ?> root = map(answer);
    long failed = number(map(root.get("_shards")).get("failed"));
    if (failed > 0 || Boolean.TRUE.equals(root.get("timed_out"))) {
      // A page without some shards looks whole and is not.
      throw new SaidNoException(503, "the source could not read all of the index");
    }
    Map<?, ?> found = map(root.get("hits"));
    Object total = found.get("total");
    List<Map<?, ?>> hits = new ArrayList<>();
    for (Object hit : list(found.get("hits"))) {
      hits.add(map(hit));
    }
    return new Page(
        String.valueOf(root.get("_scroll_id")),
        hits,
        total instanceof Map<?, ?> map ? number(map.get("value")) : number(total));
  }

  /// When the document was, in ms; null when it does not say.
  static @Nullable Long millis(Map<?, ?> hit, @Nullable TimeField time) {
    List<?> sort = list(hit.get("sort"));
    if (time == null || sort.isEmpty() || !(sort.getFirst() instanceof Number number)) {
      return null;
    }
    // What has no time is sorted last, as the largest number.
    long value = number.longValue();
    if (value == Long.MAX_VALUE || value == Long.MIN_VALUE) {
      return null;
    }
    return time.nanos() ? value / 1_000_000 : value;
  }

  private static byte[] none() {
    return "".getBytes(StandardCharsets.UTF_8);
  }
}
