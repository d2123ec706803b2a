package io.mallwatch.samplemall.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Sessions in memory, the oldest of more than [#MAX] forgotten.
public final class MemorySessions implements SessionStore {
  static final int MAX = 50_000;

  private record Session(long userId, Instant end) {}

  private final InstantSource clock;
  private final Map<String, Session> sessions = new LinkedHashMap<>(); // guarded by itself

  public MemorySessions(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void open(String token, long userId) {
    synchronized (sessions) {
      sessions.put(token, new Session(userId, clock.instant().plusSeconds(SECONDS)));
      if (sessions.size() > MAX) {
        var oldest = sessions.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }

  @Override
  public OptionalLong userOf(String token) {
    synchronized (sessions) {
      Session session = sessions.get(token);
      if (session == null) {
        return OptionalLong.empty();
      }
      if (session.end().isBefore(clock.instant())) {
        sessions.remove(token);
        return OptionalLong.empty();
      }
      return OptionalLong.of(session.userId());
    }
  }

  @Override
  public boolean healthy() {
    return true;
  }

  @Override
  public String description() {
    return "memory (Redis is not used)";
  }

  @Override
  public void close() {}
}
