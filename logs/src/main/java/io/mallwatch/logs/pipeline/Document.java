package io.mallwatch.logs.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A line as named values on its way through pipelines. Values are strings, Longs, Doubles,
/// Booleans, lists and maps of these, and null. Fields are named by dotted paths; `_index` and
/// `_id` are the document's own, `_ingest.*` is what processors know. Not thread-safe.
public final class Document {

  private static final String INGEST = "_ingest.";

  private final Map<String, @Nullable Object> source;
  private final Map<String, @Nullable Object> ingest = new LinkedHashMap<>();
  private String index;
  private @Nullable String id;
  private boolean dropped;
  private boolean rerouted;
  private int depth;
  private final @Nullable Consumer<StepResult> watcher;

  private Document(
      String index,
      @Nullable String id,
      Map<String, @Nullable Object> source,
      @Nullable Consumer<StepResult> watcher) {
    this.index = index;
    this.id = id;
    this.source = source;
    this.watcher = watcher;
  }

  /// A document with a deep copy of `source`, which stays as it is.
  public static Document of(String index, @Nullable String id, Map<String, ?> source) {
    return new Document(index, id, copyMap(source), null);
  }

  /// The same, telling `watcher` of every step, for simulations.
  static Document watched(
      String index, @Nullable String id, Map<String, ?> source, Consumer<StepResult> watcher) {
    return new Document(index, id, copyMap(source), watcher);
  }

  /// What a step did in a simulation.
  ///
  /// @param status `success`, `skipped`, `dropped`, `error_ignored` or `error`
  /// @param reason of an error; empty when there is none
  /// @param document a copy of the document behind the step; null behind an error
  public record StepResult(
      String processor, String tag, String status, String reason, @Nullable Document document) {}

  /// The values; live.
  public Map<String, @Nullable Object> source() {
    return source;
  }

  /// Where it is going.
  public String index() {
    return index;
  }

  public @Nullable String id() {
    return id;
  }

  /// What processors know of the run, such as `timestamp`; live.
  public Map<String, @Nullable Object> ingest() {
    return ingest;
  }

  boolean isDropped() {
    return dropped;
  }

  void drop() {
    dropped = true;
  }

  /// Sends it elsewhere; the rest of the running pipeline is left out.
  void reroute(String destination) {
    index = destination;
    rerouted = true;
  }

  /// Whether it was rerouted since the last call.
  boolean takeRerouted() {
    boolean was = rerouted;
    rerouted = false;
    return was;
  }

  boolean isRerouted() {
    return rerouted;
  }

  int depth() {
    return depth;
  }

  void enter() {
    depth++;
  }

  void leave() {
    depth--;
  }

  void told(String processor, String tag, String status, String reason, boolean whole) {
    if (watcher != null) {
      watcher.accept(new StepResult(processor, tag, status, reason, whole ? copy() : null));
    }
  }

  private Document copy() {
    Document copy = new Document(index, id, copyMap(source), null);
    copy.ingest.putAll(ingest);
    return copy;
  }

  /// The value at a path; null when there is none.
  @Nullable Object value(String path) {
    return switch (path) {
      case "_index" -> index;
      case "_id" -> id;
      case "_source", "ctx" -> source;
      default ->
          path.startsWith(INGEST)
              ? find(ingest, path.substring(INGEST.length()))
              : find(source, plain(path));
    };
  }

  /// Whether there is a value, be it null.
  boolean has(String path) {
    if (value(path) != null) {
      return true;
    }
    String plain = plain(path);
    int dot = plain.lastIndexOf('.');
    return source.containsKey(plain)
        || (dot > 0
            && find(source, plain.substring(0, dot)) instanceof Map<?, ?> map
            && map.containsKey(plain.substring(dot + 1)));
  }

  /// Puts a value, making the maps on the way.
  void set(String path, @Nullable Object value) {
    switch (path) {
      case "_index" -> index = String.valueOf(value);
      case "_id" -> id = value == null ? null : String.valueOf(value);
      default -> {
        if (path.startsWith(INGEST)) {
          put(ingest, path.substring(INGEST.length()), value);
        } else {
          put(source, plain(path), value);
        }
      }
    }
  }

  /// Takes a value away; false when there was none.
  boolean remove(String path) {
    if (path.equals("_id")) {
      boolean had = id != null;
      id = null;
      return had;
    }
    return path.startsWith(INGEST)
        ? removeFrom(ingest, path.substring(INGEST.length()))
        : removeFrom(source, plain(path));
  }

  /// Adds values to the list at a path; a single value there becomes the list's first.
  void append(String path, List<?> values, boolean duplicates) {
    Object old = value(path);
    List<@Nullable Object> list = new ArrayList<>();
    if (old instanceof List<?> before) {
      list.addAll(before);
    } else if (old != null) {
      list.add(old);
    }
    for (Object value : values) {
      if (duplicates || !list.contains(value)) {
        list.add(value);
      }
    }
    set(path, list);
  }

  private static String plain(String path) {
    if (path.startsWith("_source.")) {
      return path.substring("_source.".length());
    }
    return path.startsWith("ctx.") ? path.substring("ctx.".length()) : path;
  }

  private static @Nullable Object find(Object from, String path) {
    if (from instanceof List<?> list) {
      int dot = path.indexOf('.');
      int at = number(dot < 0 ? path : path.substring(0, dot));
      Object item = at >= 0 && at < list.size() ? list.get(at) : null;
      return dot < 0 || item == null ? item : find(item, path.substring(dot + 1));
    }
    if (!(from instanceof Map<?, ?> map)) {
      return null;
    }
    Object whole = map.get(path);
    if (whole != null) {
      return whole;
    }
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      Object inner = map.get(path.substring(0, dot));
      Object found = inner == null ? null : find(inner, path.substring(dot + 1));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static int number(String text) {
    return !text.isEmpty() && text.length() < 6 && text.chars().allMatch(Character::isDigit)
        ? Integer.parseInt(text)
        : -1;
  }

  @SuppressWarnings("unchecked") // maps of documents have text keys, see copyMap
  private static void put(Map<String, @Nullable Object> root, String path, @Nullable Object value) {
    Map<String, @Nullable Object> map = root;
    String rest = path;
    while (!map.containsKey(rest)) {
      int dot = rest.indexOf('.');
      if (dot <= 0 || dot == rest.length() - 1) {
        break;
      }
      String head = rest.substring(0, dot);
      Object inner = map.get(head);
      if (inner == null) {
        inner = new LinkedHashMap<String, @Nullable Object>();
        map.put(head, inner);
      }
      if (!(inner instanceof Map)) {
        throw new ProcessingFailedException(
            "cannot set [%s]: its parent [%s] is no object but a %s"
                .formatted(path, head, inner.getClass().getSimpleName()));
      }
      map = (Map<String, @Nullable Object>) inner;
      rest = rest.substring(dot + 1);
    }
    map.put(rest, value);
  }

  private static boolean removeFrom(Map<?, ?> map, String path) {
    if (map.containsKey(path)) {
      map.remove(path);
      return true;
    }
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      if (map.get(path.substring(0, dot)) instanceof Map<?, ?> inner
          && removeFrom(inner, path.substring(dot + 1))) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, @Nullable Object> copyMap(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), copyValue(value)));
    return copy;
  }

  /// A deep copy whose containers can be changed.
  static @Nullable Object copyValue(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> copyMap(map);
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        for (Object item : list) {
          copy.add(copyValue(item));
        }
        yield copy;
      }
      case Integer number -> (long) number;
      case Float number -> (double) number;
      default -> value;
    };
  }
}
