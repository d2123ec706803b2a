package io.mallwatch.doors.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the route of a path. A literal segment wins over `{name}`, which wins over `{*rest}`. A
/// path under a door's prefix belongs to that door alone.
final class Router {

  private final List<Mounted> doors;

  /// @param doors by prefix; the one with the empty prefix takes what is left
  private Router(List<Mounted> doors) {
    this.doors = doors;
  }

  /// All doors at their prefixes. Doors with the same prefix share it; the one that takes the rest
  /// (or else the first) tells that there is nothing at a path.
  static Router prefixed(List<Door> doors) {
    Map<String, List<Entry>> byPrefix = new HashMap<>();
    Map<String, Door> owner = new HashMap<>();
    for (Door door : doors) {
      boolean takesTheRest = door.routes().stream().anyMatch(r -> r.path().startsWith("/{*"));
      if (takesTheRest || !owner.containsKey(door.prefix())) {
        owner.put(door.prefix(), door);
      }
      List<Entry> entries = byPrefix.computeIfAbsent(door.prefix(), _ -> new ArrayList<>());
      door.routes().forEach(route -> entries.add(Entry.of(door, route)));
    }
    List<Mounted> mounted = new ArrayList<>();
    byPrefix.forEach((prefix, entries) -> {
      entries.sort(Entry.MOST_SPECIFIC_FIRST);
      Door fallback = java.util.Objects.requireNonNull(owner.get(prefix));
      mounted.add(new Mounted(prefix, fallback, List.copyOf(entries)));
    });
    mounted.sort(Comparator.comparingInt((Mounted m) -> m.prefix().length()).reversed());
    return new Router(List.copyOf(mounted));
  }

  /// One door at the root.
  static Router root(Door door) {
    List<Entry> entries = new ArrayList<>();
    door.routes().forEach(route -> entries.add(Entry.of(door, route)));
    entries.sort(Entry.MOST_SPECIFIC_FIRST);
    return new Router(List.of(new Mounted("", door, List.copyOf(entries))));
  }

  /// What became of a look-up; `door` tells errors.
  sealed interface Match {
    Door door();
  }

  record Found(Door door, Route route, Map<String, String> params) implements Match {}

  record WrongMethod(Door door, Set<String> allowed) implements Match {}

  record Missing(Door door) implements Match {}

  /// @param path as sent, percent-encoded, without the query
  Match find(String method, String path) {
    for (Mounted mounted : doors) {
      String prefix = mounted.prefix();
      if (path.startsWith(prefix)
          && (prefix.isEmpty()
              || path.length() == prefix.length()
              || path.charAt(prefix.length()) == '/')) {
        return mounted.find(method, path.substring(prefix.length()));
      }
    }
    throw new IllegalStateException("no door stands at the root");
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int from = path.startsWith("/") ? 1 : 0;
    while (from < path.length()) {
      int end = path.indexOf('/', from);
      if (end < 0) {
        end = path.length();
      }
      segments.add(path.substring(from, end));
      from = end + 1;
    }
    return segments;
  }

  private record Mounted(String prefix, Door fallback, List<Entry> entries) {

    Match find(String method, String path) {
      List<String> segments = segments(path);
      Set<String> allowed = new TreeSet<>();
      Door known = fallback;
      for (Entry entry : entries) {
        Map<String, String> params = entry.match(segments);
        if (params == null) {
          continue;
        }
        String wanted = entry.route().method();
        if (wanted.equals(method) || (method.equals("HEAD") && wanted.equals("GET"))) {
          return new Found(entry.door(), entry.route(), params);
        }
        if (!entry.isCatchAll()) {
          known = entry.door();
          allowed.add(wanted);
        }
      }
      return allowed.isEmpty() ? new Missing(fallback) : new WrongMethod(known, allowed);
    }
  }

  private record Entry(Door door, Route route, List<String> pattern) {

    /// Segment by segment: literals before names before the rest.
    static final Comparator<Entry> MOST_SPECIFIC_FIRST =
        (left, right) -> {
          int shared = Math.min(left.pattern.size(), right.pattern.size());
          for (int i = 0; i < shared; i++) {
            int order = Integer.compare(rank(left.pattern.get(i)), rank(right.pattern.get(i)));
            if (order != 0) {
              return order;
            }
          }
          return Integer.compare(right.pattern.size(), left.pattern.size());
        };

    static Entry of(Door door, Route route) {
      return new Entry(door, route, segments(route.path()));
    }

    private static int rank(String segment) {
      if (segment.startsWith("{*")) {
        return 2;
      }
      return segment.startsWith("{") ? 1 : 0;
    }

    boolean isCatchAll() {
      return pattern.size() == 1 && rank(pattern.getFirst()) == 2;
    }

    /// The values of the names, or null when the path does not fit.
    @Nullable Map<String, String> match(List<String> segments) {
      Map<String, String> params = Map.of();
      for (int i = 0; i < pattern.size(); i++) {
        String wanted = pattern.get(i);
        switch (rank(wanted)) {
          case 2 -> {
            String rest =
                String.join("/", segments.subList(Math.min(i, segments.size()), segments.size()));
            return with(params, wanted.substring(2, wanted.length() - 1), rest);
          }
          case 1 -> {
            if (i >= segments.size() || segments.get(i).isEmpty()) {
              return null;
            }
            params = with(params, wanted.substring(1, wanted.length() - 1), segments.get(i));
          }
          default -> {
            if (i >= segments.size() || !wanted.equals(segments.get(i))) {
              return null;
            }
          }
        }
      }
      return segments.size() == pattern.size() ? params : null;
    }

    private static Map<String, String> with(
        Map<String, String> params, String name, String encoded) {
      Map<String, String> more = new HashMap<>(params);
      more.put(name, Params.decode(encoded, false));
      return more;
    }
  }
}
