package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.catalog.IndexFacts;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.logs.LogStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which data streams there are and how often each was rolled over. All entries of a stream are in
/// one index of the store, which keeps days apart by itself; the names of backing indices are what
/// clients are told.
final class Streams {

  private final LogStore logs;
  private final Indices indices;

  Streams(LogStore logs, Indices indices) {
    this.logs = logs;
    this.indices = indices;
  }

  /// A stream between two rollovers.
  ///
  /// @param backing names of its backing indices, the one that is written to last
  /// @param since when that one was made
  /// @param entriesBefore that the stream had then
  /// @param bytesBefore that the stream had then
  record Stream(List<String> backing, Instant since, long entriesBefore, long bytesBefore) {

    Map<String, Object> body() {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("created", since.toEpochMilli());
      body.put("backing", backing);
      body.put("entries_before", entriesBefore);
      body.put("bytes_before", bytesBefore);
      return body;
    }

    Stream next(String index, Instant now, LogStore.IndexInfo sizes) {
      List<String> all = new ArrayList<>(backing);
      all.add(index);
      return new Stream(List.copyOf(all), now, sizes.entries(), sizes.sizeBytes());
    }
  }

  /// A stream that was just made.
  static Stream begun(String name, Instant now) {
    return new Stream(List.of(backing(name, now, 1)), now, 0, 0);
  }

  /// The name of a stream's backing index.
  static String backing(String stream, Instant made, int generation) {
    String day = DateTimeFormatter.ofPattern("uuuu.MM.dd").format(made.atOffset(ZoneOffset.UTC));
    return ".ds-%s-%s-%06d".formatted(stream, day, generation);
  }

  /// Those that were put, and the indices that a template for data streams is for.
  List<String> names(String pattern) {
    TreeSet<String> names = new TreeSet<>(indices.catalog().all(Kind.DATA_STREAM).keySet());
    for (LogStore.IndexInfo index : logs.indices()) {
      if (IndexFacts.isStream(
          indices.catalog(), IndexFacts.best(indices.catalog(), index.name()))) {
        names.add(index.name());
      }
    }
    return names.stream()
        .filter(name -> Arrays.stream(pattern.split(",")).anyMatch(one -> Names.matches(one, name)))
        .toList();
  }

  Stream find(String name) {
    Map<?, ?> body = indices.catalog().find(Kind.DATA_STREAM, name);
    if (body == null) {
      return begun(name, indices.now());
    }
    Instant since = Instant.ofEpochMilli(number(body.get("created"), indices.now().toEpochMilli()));
    List<String> backing = new ArrayList<>();
    if (body.get("backing") instanceof List<?> list) {
      list.forEach(one -> backing.add(String.valueOf(one)));
    }
    return new Stream(
        backing.isEmpty() ? List.of(backing(name, since, 1)) : List.copyOf(backing),
        since,
        number(body.get("entries_before"), 0),
        number(body.get("bytes_before"), 0));
  }

  private static long number(@Nullable Object value, long absent) {
    return value instanceof Number number ? number.longValue() : absent;
  }
}
