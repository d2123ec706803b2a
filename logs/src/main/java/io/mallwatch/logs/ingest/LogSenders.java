package io.mallwatch.logs.ingest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Who sent log entries over the network since the start: programs by the name they give
/// themselves, machines by their address. Thread-safe; past [#MOST] of them further ones are taken
/// together.
public final class LogSenders {

  /// Most that are told apart.
  public static final int MOST = 200;

  /// Name of all others.
  public static final String OTHERS = "*";

  private static final int MAX_NAME = 80;

  private final ConcurrentHashMap<Key, Counts> all = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public LogSenders(InstantSource clock) {
    this.clock = clock;
  }

  private record Key(String way, String name) {}

  private static final class Counts {
    private final LongAdder stored = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile @Nullable Instant last;
  }

  /// @param way such as `elasticsearch` or `syslog_udp`
  /// @param refused entries that came and are not stored, such as those that cannot be read or for
  ///   which there was no room
  /// @param last when it was heard last
  public record Sender(
      String way, String name, long stored, long refused, @Nullable Instant last) {}

  /// Notes what came.
  ///
  /// @param name empty when it is not known
  public void heard(String way, String name, long stored, long refused) {
    String shown = name.isBlank() ? "?" : name.strip();
    Key key = new Key(way, shown.length() > MAX_NAME ? shown.substring(0, MAX_NAME) : shown);
    Counts counts = all.get(key);
    if (counts == null) {
      Key kept = all.size() < MOST ? key : new Key(way, OTHERS);
      counts = all.computeIfAbsent(kept, _ -> new Counts());
    }
    counts.stored.add(stored);
    counts.refused.add(refused);
    counts.last = clock.instant();
  }

  /// Those heard, the last first.
  public List<Sender> list() {
    return all.entrySet().stream()
        .map(one ->
            new Sender(
                one.getKey().way(),
                one.getKey().name(),
                one.getValue().stored.sum(),
                one.getValue().refused.sum(),
                one.getValue().last))
        .sorted(
            Comparator.comparing(
                    Sender::last, Comparator.nullsLast(Comparator.<Instant>reverseOrder()))
                .thenComparing(Sender::way)
                .thenComparing(Sender::name))
        .toList();
  }
}
