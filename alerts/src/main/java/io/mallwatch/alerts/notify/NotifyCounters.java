package io.mallwatch.alerts.notify;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What the pipeline counts about itself; only ever grows.
public final class NotifyCounters {

  /// @param channel kind
  /// @param outcome `sent`, `failed`, `retried`; for alerts `inhibited`, `silenced`, `muted`,
  ///   `no_channel`; for what could not be kept `ledger_lost`, `log_lost`, `listener_failed`
  public record Key(String channel, String outcome) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byChannel = channel.compareTo(other.channel);
      return byChannel != 0 ? byChannel : outcome.compareTo(other.outcome);
    }
  }

  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

  void count(String channel, String outcome, int amount) {
    if (amount > 0) {
      counts.computeIfAbsent(new Key(channel, outcome), _ -> new LongAdder()).add(amount);
    }
  }

  /// All counts so far, sorted.
  public Map<Key, Long> counts() {
    Map<Key, Long> all = new TreeMap<>();
    counts.forEach((key, count) -> all.put(key, count.sum()));
    return all;
  }
}
