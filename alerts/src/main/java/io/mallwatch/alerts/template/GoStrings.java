package io.mallwatch.alerts.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A map of texts: the labels of a rule, or Alertmanager's `KV` with its methods. A missing key has
/// the empty text.
///
/// @param entries sorted by key
/// @param withMethods whether it is a `KV`
public record GoStrings(Map<String, String> entries, boolean withMethods) implements GoObject {

  private static final Set<String> METHODS = Set.of("SortedPairs", "Names", "Values", "Remove");

  public GoStrings {
    entries = java.util.Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  @Override
  public String typeName() {
    return withMethods ? "template.KV" : "map[string]string";
  }

  @Override
  public boolean has(String name) {
    return true;
  }

  @Override
  public Object member(String name, List<@Nullable Object> arguments) {
    if (!withMethods || !METHODS.contains(name)) {
      GoObject.expect(name, arguments, 0);
      return entries.getOrDefault(name, "");
    }
    GoObject.expect(name, arguments, name.equals("Remove") ? 1 : 0);
    return switch (name) {
      case "SortedPairs" -> sortedPairs();
      case "Names" -> List.copyOf(sorted().keySet());
      case "Values" -> List.copyOf(sorted().values());
      default -> without(arguments.getFirst());
    };
  }

  private GoStrings without(@Nullable Object names) {
    Map<String, String> kept = new TreeMap<>(entries);
    Values.items(names).forEach(name -> kept.remove(GoPrint.value(name)));
    return new GoStrings(kept, true);
  }

  /// By name, but `alertname` first.
  private Map<String, String> sorted() {
    Map<String, String> sorted = new LinkedHashMap<>();
    if (entries.containsKey("alertname")) {
      sorted.put("alertname", entries.getOrDefault("alertname", ""));
    }
    sorted.putAll(entries);
    return sorted;
  }

  private GoList sortedPairs() {
    Map<String, String> sorted = sorted();
    List<GoStruct> pairs =
        sorted.entrySet().stream()
            .map(entry -> {
              Map<String, @Nullable Object> pair = new LinkedHashMap<>();
              pair.put("Name", entry.getKey());
              pair.put("Value", entry.getValue());
              return new GoStruct("template.Pair", pair, Map.of());
            })
            .toList();
    return new GoList(
        "template.Pairs",
        pairs,
        Map.of(
            "Names", _ -> List.copyOf(sorted.keySet()),
            "Values", _ -> List.copyOf(sorted.values())));
  }

  @Override
  public String print() {
    return GoPrint.value(entries);
  }
}
