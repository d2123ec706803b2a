package io.mallwatch.doors.elasticsearch.admin;

import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.catalog.Indices;
import io.mallwatch.doors.elasticsearch.wire.Answers;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.doors.elasticsearch.wire.TimeValues;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Reply;
import io.mallwatch.doors.http.Route;
import io.mallwatch.logs.LogStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `_rollover`: what a write alias or a data stream writes to next. The store keeps days apart by
/// itself, so nothing needs it; clients that ask get what they expect of Elasticsearch.
final class RolloverRoutes {

  private static final Pattern NUMBERED = Pattern.compile("(.*)-(\\d{1,9})");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(b|kb|mb|gb|tb|pb)");

  private final Indices indices;
  private final Streams streams;

  RolloverRoutes(LogStore logs, Indices indices) {
    this.indices = indices;
    this.streams = new Streams(logs, indices);
  }

  List<Route> routes() {
    return List.of(
        Route.post("/{index}/_rollover", call -> rollover(call, "")),
        Route.post("/{index}/_rollover/{next}", call -> rollover(call, call.path("next"))));
  }

  /// What is written to now.
  ///
  /// @param since when it was made
  /// @param sizes of what was written since
  private record Current(String index, Instant since, LogStore.IndexInfo sizes) {}

  private Reply rollover(Call call, String asked) {
    Map<?, ?> body = Nodes.body(call.body());
    String target = call.path("index");
    boolean stream = streams.names("*").contains(target);
    if (!stream && indices.catalog().find(Kind.ALIAS, target) == null) {
      boolean index = indices.all().stream().anyMatch(one -> one.name().equals(target));
      throw ElasticErrors.illegal(
          index
              ? "rollover target [%s] is a [concrete index] but one of [alias,data_stream] was expected"
                  .formatted(target)
              : "rollover target [%s] does not exist".formatted(target));
    }
    if (stream && !asked.isEmpty()) {
      throw ElasticErrors.illegal(
          "new index name may not be specified when rolling over a data stream");
    }
    Current current = stream ? stream(target) : alias(target);
    String next = stream ? nextBacking(target) : next(current.index(), asked);
    Map<String, Boolean> conditions = conditions(body.get("conditions"), current);
    boolean dry = call.params().first("dry_run").map(text -> !text.equals("false")).orElse(false);
    boolean rolls = !dry && areMet(conditions);
    if (rolls && stream) {
      indices
          .catalog()
          .put(
              Kind.DATA_STREAM,
              target,
              streams.find(target).next(next, indices.now(), all(target)).body());
    } else if (rolls) {
      roll(target, current.index(), next, body);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("acknowledged", rolls);
    answer.put("shards_acknowledged", rolls);
    answer.put("old_index", current.index());
    answer.put("new_index", next);
    answer.put("rolled_over", rolls);
    answer.put("dry_run", dry);
    answer.put("lazy", false);
    answer.put("conditions", conditions);
    return Answers.tree(answer);
  }

  private LogStore.IndexInfo all(String index) {
    return indices.all().stream()
        .filter(one -> one.name().equals(index))
        .findFirst()
        .orElse(new LogStore.IndexInfo(index, 0, 0));
  }

  private Current stream(String name) {
    Streams.Stream stream = streams.find(name);
    LogStore.IndexInfo all = all(name);
    return new Current(
        stream.backing().getLast(),
        stream.since(),
        new LogStore.IndexInfo(
            name,
            Math.max(0, all.entries() - stream.entriesBefore()),
            Math.max(0, all.sizeBytes() - stream.bytesBefore())));
  }

  private String nextBacking(String stream) {
    int generation = streams.find(stream).backing().size() + 1;
    return Streams.backing(stream, indices.now(), generation);
  }

  private Current alias(String alias) {
    String index = indices.target(alias);
    String made = indices.facts(index).settings().getOrDefault("index.creation_date", "");
    Instant since = made.isEmpty() ? indices.now() : Instant.ofEpochMilli(Long.parseLong(made));
    return new Current(index, since, all(index));
  }

  private String next(String index, String asked) {
    String next;
    if (asked.isEmpty()) {
      Matcher numbered = NUMBERED.matcher(index);
      if (!numbered.matches()) {
        throw ElasticErrors.illegal(
            "index name [%s] does not match pattern '^.*-\\d+$'".formatted(index));
      }
      next =
          String.format(
              Locale.ROOT, "%s-%06d", numbered.group(1), Long.parseLong(numbered.group(2)) + 1);
    } else {
      next = indices.target(asked);
    }
    IndexRoutes.check(next);
    if (indices.all().stream().anyMatch(one -> one.name().equals(next))) {
      throw StreamRoutes.exists(
          "index [%s/%s] already exists".formatted(next, IndexRoutes.uuid(next)));
    }
    return next;
  }

  /// Makes the next index and lets the alias write to it; the one before stays in the alias only
  /// when it was named as the one to write to.
  private void roll(String alias, String old, String next, Map<?, ?> body) {
    Map<String, Object> made = new LinkedHashMap<>();
    for (String name : List.of("settings", "mappings", "aliases")) {
      if (body.get(name) != null) {
        made.put(name, Nodes.object(name, body.get(name)));
      }
    }
    IndexRoutes.make(indices, next, made);
    Map<?, ?> kept = indices.catalog().find(Kind.ALIAS, alias);
    Map<Object, Object> members = new TreeMap<>(kept == null ? Map.of() : Indices.members(kept));
    Map<Object, Object> said =
        new LinkedHashMap<>(members.get(old) instanceof Map<?, ?> map ? map : Map.of());
    if (Boolean.TRUE.equals(said.get("is_write_index"))) {
      Map<Object, Object> before = new LinkedHashMap<>(said);
      before.put("is_write_index", false);
      members.put(old, before);
    } else {
      members.remove(old);
    }
    members.put(next, said);
    indices.catalog().put(Kind.ALIAS, alias, Map.of("indices", members));
  }

  private Map<String, Boolean> conditions(@Nullable Object said, Current current) {
    Map<String, Boolean> conditions = new LinkedHashMap<>();
    if (said == null) {
      return conditions;
    }
    Nodes.object("conditions", said)
        .forEach((key, value) -> {
          String name = String.valueOf(key);
          String text = Nodes.text(name, value);
          conditions.put("[%s: %s]".formatted(name, text), isMet(name, text, current));
        });
    return conditions;
  }

  /// One condition of `max` is enough; those of `min` are all needed.
  private static boolean areMet(Map<String, Boolean> conditions) {
    if (conditions.isEmpty()) {
      return true;
    }
    boolean max = false;
    for (Map.Entry<String, Boolean> condition : conditions.entrySet()) {
      if (condition.getKey().startsWith("[min_")) {
        if (!condition.getValue()) {
          return false;
        }
      } else {
        max |= condition.getValue();
      }
    }
    return max;
  }

  private boolean isMet(String name, String text, Current current) {
    if (!name.startsWith("max_") && !name.startsWith("min_")) {
      throw unknown(name);
    }
    return switch (name.substring(4)) {
      case "age" -> {
        Duration age = Duration.between(current.since(), indices.now());
        yield age.compareTo(TimeValues.parse(text)) >= 0;
      }
      case "docs", "primary_shard_docs" -> current.sizes().entries() >= count(name, text);
      case "size", "primary_shard_size" -> current.sizes().sizeBytes() >= bytes(name, text);
      default -> throw unknown(name);
    };
  }

  private static RuntimeException unknown(String name) {
    return ElasticErrors.parsing("[conditions] unknown field [%s]".formatted(name));
  }

  private static long count(String name, String text) {
    if (!text.matches("\\d{1,18}")) {
      throw ElasticErrors.parsing("[conditions] failed to parse field [%s]".formatted(name));
    }
    return Long.parseLong(text);
  }

  private static double bytes(String name, String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw ElasticErrors.parsing(
          "failed to parse setting [%s] with value [%s] as a size in bytes: unit is missing or unrecognized"
              .formatted(name, text));
    }
    int power = List.of("b", "kb", "mb", "gb", "tb", "pb").indexOf(size.group(2));
    return Long.parseLong(size.group(1)) * Math.pow(1024, power);
  }
}
