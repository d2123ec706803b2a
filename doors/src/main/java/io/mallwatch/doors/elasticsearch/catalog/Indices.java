package io.mallwatch.doors.elasticsearch.catalog;

import io.mallwatch.doors.elasticsearch.catalog.Catalog.Kind;
import io.mallwatch.doors.elasticsearch.wire.ElasticErrors;
import io.mallwatch.doors.elasticsearch.wire.Names;
import io.mallwatch.doors.elasticsearch.wire.Nodes;
import io.mallwatch.logs.LogStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which indices there are and by which names they are meant: those of the store, those that were
/// made before their first entry, aliases, data streams. Thread-safe.
public final class Indices {

  private final LogStore logs;
  private final Catalog catalog;
  private final InstantSource clock;

  public Indices(LogStore logs, Catalog catalog, InstantSource clock) {
    this.logs = logs;
    this.catalog = catalog;
    this.clock = clock;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Instant now() {
    return clock.instant();
  }

  /// All indices, by name.
  public List<LogStore.IndexInfo> all() {
    Map<String, LogStore.IndexInfo> all = new TreeMap<>();
    for (Kind made : List.of(Kind.INDEX, Kind.DATA_STREAM)) {
      for (String name : catalog.all(made).keySet()) {
        all.put(name, new LogStore.IndexInfo(name, 0, 0));
      }
    }
    logs.indices().forEach(index -> all.put(index.name(), index));
    return List.copyOf(all.values());
  }

  /// The indices that names separated by commas mean, with stars, aliases and dates.
  ///
  /// @param lenient whether a name that means none is passed over
  /// @throws io.mallwatch.doors.http.RefusedException when one means none
  public List<LogStore.IndexInfo> named(String expression, boolean lenient) {
    List<LogStore.IndexInfo> all = all();
    Set<String> wanted = new LinkedHashSet<>();
    for (String part : parts(expression)) {
      if (part.startsWith("-") && !wanted.isEmpty()) {
        String not = part.substring(1);
        wanted.removeIf(name -> Names.matches(not, name));
        continue;
      }
      Set<String> found = meant(part, all);
      if (found.isEmpty() && !lenient && !part.contains("*")) {
        throw ElasticErrors.noIndex(part);
      }
      wanted.addAll(found);
    }
    return all.stream().filter(index -> wanted.contains(index.name())).toList();
  }

  /// The same as a pattern for the store, which sees indices that come later too.
  public String pattern(String expression, boolean lenient) {
    Set<String> pattern = new LinkedHashSet<>();
    List<LogStore.IndexInfo> all = null;
    for (String part : parts(expression)) {
      pattern.add(part);
      if (part.startsWith("-") || (part.contains("*") && catalog.all(Kind.ALIAS).isEmpty())) {
        continue;
      }
      all = all == null ? all() : all;
      Set<String> found = meant(part, all);
      if (found.isEmpty() && !lenient && !part.contains("*")) {
        throw ElasticErrors.noIndex(part);
      }
      found.stream().filter(name -> !Names.matches(part, name)).forEach(pattern::add);
    }
    return String.join(",", pattern);
  }

  private List<String> parts(String expression) {
    List<String> parts = new ArrayList<>();
    Instant now = clock.instant();
    for (String part : expression.split(",")) {
      String name = part.strip();
      if (!name.isEmpty()) {
        parts.add(name.equals("_all") ? "*" : backing(DateNames.resolve(name, now)));
      }
    }
    return parts.isEmpty() ? List.of("*") : parts;
  }

  /// The data stream of a backing index's name.
  private static String backing(String name) {
    return name.matches("\\.ds-.+-\\d{4}\\.\\d{2}\\.\\d{2}-\\d{6}")
        ? name.substring(4, name.length() - 18)
        : name;
  }

  private Set<String> meant(String part, List<LogStore.IndexInfo> all) {
    Set<String> found = new TreeSet<>();
    for (LogStore.IndexInfo index : all) {
      if (Names.matches(part, index.name())) {
        found.add(index.name());
      }
    }
    catalog
        .all(Kind.ALIAS)
        .forEach((alias, body) -> {
          if (Names.matches(part, alias)) {
            members(body).keySet().forEach(index -> found.add(String.valueOf(index)));
          }
        });
    return found;
  }

  /// The query that the aliases among these names lay on a search of them; null for none.
  ///
  /// @throws io.mallwatch.doors.http.RefusedException when it differs from index to index
  public @Nullable Map<?, ?> filter(String expression) {
    Map<String, Map<?, ?>> aliases = catalog.all(Kind.ALIAS);
    if (aliases.values().stream().noneMatch(Indices::isFiltered)) {
      return null;
    }
    Map<String, Set<Map<?, ?>>> filters = new TreeMap<>();
    Set<String> whole = new TreeSet<>();
    List<LogStore.IndexInfo> named = named(expression, true);
    for (String part : parts(expression)) {
      named.stream()
          .filter(index -> Names.matches(part, index.name()))
          .forEach(index -> whole.add(index.name()));
      aliases.forEach((alias, body) -> {
        if (Names.matches(part, alias)) {
          members(body)
              .forEach((index, said) -> {
                if (said instanceof Map<?, ?> map
                    && map.get("filter") instanceof Map<?, ?> filter) {
                  filters
                      .computeIfAbsent(String.valueOf(index), _ -> new LinkedHashSet<>())
                      .add(filter);
                } else {
                  whole.add(String.valueOf(index));
                }
              });
        }
      });
    }
    Set<Set<Map<?, ?>>> different = new LinkedHashSet<>();
    for (LogStore.IndexInfo index : named) {
      different.add(
          whole.contains(index.name()) ? Set.of() : filters.getOrDefault(index.name(), Set.of()));
    }
    if (different.size() > 1) {
      throw ElasticErrors.illegal(
          "[%s] names indices that aliases filter in different ways; search them one by one"
              .formatted(expression));
    }
    List<Map<?, ?>> any =
        different.isEmpty() ? List.of() : List.copyOf(different.iterator().next());
    return any.isEmpty()
        ? null
        : any.size() == 1 ? any.getFirst() : Map.of("bool", Map.of("should", any));
  }

  private static boolean isFiltered(Map<?, ?> alias) {
    return members(alias).values().stream()
        .anyMatch(said -> said instanceof Map<?, ?> map && map.get("filter") != null);
  }

  /// The indices of an alias, each with what is said of it.
  public static Map<?, ?> members(Map<?, ?> alias) {
    return alias.get("indices") instanceof Map<?, ?> map ? map : Map.of();
  }

  /// Where a document for this name goes: the index that an alias writes to, the day meant by a
  /// date, else the name.
  ///
  /// @throws io.mallwatch.doors.http.RefusedException when an alias writes nowhere
  public String target(String name) {
    String plain = backing(DateNames.resolve(name, clock.instant()));
    Map<?, ?> alias = catalog.find(Kind.ALIAS, plain);
    if (alias == null) {
      return plain;
    }
    Map<?, ?> members = members(alias);
    for (Map.Entry<?, ?> member : members.entrySet()) {
      boolean only = members.size() == 1;
      if (member.getValue() instanceof Map<?, ?> said
          && (only
              ? !Boolean.FALSE.equals(said.get("is_write_index"))
              : Nodes.flag(said.get("is_write_index")))) {
        return String.valueOf(member.getKey());
      }
    }
    throw ElasticErrors.illegal(
        ("no write index is defined for alias [%s]. The write index may be explicitly disabled"
                + " using is_write_index=false or the alias points to multiple indices without one"
                + " being designated as a write index")
            .formatted(plain));
  }

  /// Forgets an index, with its place in aliases.
  public void forget(String index) {
    catalog.delete(Kind.INDEX, index);
    catalog.delete(Kind.DATA_STREAM, index);
    for (Map.Entry<String, Map<?, ?>> alias : catalog.all(Kind.ALIAS).entrySet()) {
      if (members(alias.getValue()).containsKey(index)) {
        Map<Object, Object> left = new TreeMap<>(members(alias.getValue()));
        left.remove(index);
        if (left.isEmpty()) {
          catalog.delete(Kind.ALIAS, alias.getKey());
        } else {
          catalog.put(Kind.ALIAS, alias.getKey(), Map.of("indices", left));
        }
      }
    }
  }

  /// What is said of an index by its templates and by itself.
  public IndexFacts facts(String index) {
    return IndexFacts.of(catalog, index);
  }

  /// How long lifecycle policies keep the entries of indices that have no day in their name.
  public Map<String, Duration> ages() {
    Map<String, Duration> ages = new TreeMap<>();
    for (LogStore.IndexInfo index : logs.indices()) {
      if (DateNames.end(index.name()) == null) {
        facts(index.name()).kept(catalog).ifPresent(age -> ages.put(index.name(), age));
      }
    }
    return ages;
  }

  /// The indices whose whole day is older than their lifecycle policy keeps them.
  public List<String> expired() {
    Instant now = clock.instant();
    List<String> expired = new ArrayList<>();
    for (LogStore.IndexInfo index : logs.indices()) {
      Instant end = DateNames.end(index.name());
      if (end != null) {
        facts(index.name())
            .kept(catalog)
            .filter(age -> !end.plus(age).isAfter(now))
            .ifPresent(_ -> expired.add(index.name()));
      }
    }
    return expired;
  }
}
