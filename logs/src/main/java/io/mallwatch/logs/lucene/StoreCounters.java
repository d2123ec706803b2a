package io.mallwatch.logs.lucene;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// How often what went wrong, and what was dropped why.
final class StoreCounters {

  private final Map<String, LongAdder> byName = new ConcurrentHashMap<>();

  LongAdder of(String name) {
    return byName.computeIfAbsent(name, _ -> new LongAdder());
  }

  Map<String, Long> values() {
    return byName.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> entry.getValue().sum(), Long::sum, TreeMap::new));
  }
}
