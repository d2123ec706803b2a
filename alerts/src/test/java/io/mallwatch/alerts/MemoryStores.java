package io.mallwatch.alerts;

import io.mallwatch.alerts.notify.LedgerEntry;
import io.mallwatch.alerts.notify.NotificationLedger;
import io.mallwatch.alerts.notify.NotificationLog;
import io.mallwatch.alerts.route.AlertRepository;
import io.mallwatch.alerts.silence.Silence;
import io.mallwatch.alerts.silence.SilenceRepository;
import io.mallwatch.model.Alert;
import io.mallwatch.model.Labels;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that alerts keep in the state database, in memory; can be told to be away.
public final class MemoryStores {

  public final Log log = new Log();
  public final Ledger ledger = new Ledger();
  public final Alerts alerts = new Alerts();
  public final SilencesInMemory silences = new SilencesInMemory();
  private volatile boolean away;

  /// From now on every call fails, or works again.
  public void away(boolean isAway) {
    away = isAway;
  }

  private void check() {
    if (away) {
      throw new StoreUnavailableException("the state database is away");
    }
  }

  public final class Log implements NotificationLog {
    private final Map<String, Entry> entries = new HashMap<>();

    @Override
    public synchronized Optional<Entry> find(String groupKey, String receiver, String channel) {
      check();
      return Optional.ofNullable(entries.get(groupKey + "|" + receiver + "|" + channel));
    }

    @Override
    public synchronized void record(Entry entry) {
      check();
      entries.put(entry.groupKey() + "|" + entry.receiver() + "|" + entry.channel(), entry);
    }

    @Override
    public synchronized void purge(Instant limit) {
      entries.values().removeIf(entry -> entry.at().isBefore(limit));
    }
  }

  public final class Ledger implements NotificationLedger {
    private final List<LedgerEntry> entries = new ArrayList<>();

    @Override
    public synchronized LedgerEntry append(LedgerEntry entry) {
      check();
      LedgerEntry written = entry.withId(entries.size() + 1L);
      entries.add(written);
      return written;
    }

    @Override
    public synchronized void update(LedgerEntry entry) {
      check();
      entries.set((int) entry.id() - 1, entry);
    }

    @Override
    public synchronized List<LedgerEntry> find(Query query) {
      return entries.reversed().stream()
          .filter(
              e -> query.fingerprint().isEmpty() || e.fingerprints().contains(query.fingerprint()))
          .filter(e -> query.groupKeys().isEmpty() || query.groupKeys().contains(e.groupKey()))
          .limit(query.limit())
          .toList();
    }

    /// Oldest first.
    public synchronized List<LedgerEntry> all() {
      return List.copyOf(entries);
    }
  }

  public final class Alerts implements AlertRepository {
    private final Map<Labels, Alert> alerts = new HashMap<>();

    @Override
    public synchronized List<Alert> load() {
      check();
      return List.copyOf(alerts.values());
    }

    @Override
    public synchronized void save(Collection<Alert> changed) {
      check();
      changed.forEach(alert -> alerts.put(alert.labels(), alert));
    }

    @Override
    public synchronized void delete(Collection<Labels> labels) {
      check();
      labels.forEach(alerts::remove);
    }
  }

  public final class SilencesInMemory implements SilenceRepository {
    private final Map<String, Silence> silences = new HashMap<>();

    @Override
    public synchronized List<Silence> load() {
      check();
      return List.copyOf(silences.values());
    }

    @Override
    public synchronized void save(Silence silence) {
      check();
      silences.put(silence.id(), silence);
    }

    @Override
    public synchronized void delete(Collection<String> ids) {
      check();
      ids.forEach(silences::remove);
    }
  }
}
