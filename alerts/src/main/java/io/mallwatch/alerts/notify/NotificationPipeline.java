package io.mallwatch.alerts.notify;

import io.mallwatch.alerts.AlertGroupListener;
import io.mallwatch.alerts.inhibit.Inhibitor;
import io.mallwatch.alerts.silence.Silences;
import io.mallwatch.model.Alert;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a group that is due through inhibition and silences to the listeners and to every channel
/// of its receiver, which are told in parallel and independently. Thread-safe; one group is
/// processed by one thread at a time, the dispatcher sees to it.
public final class NotificationPipeline implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(NotificationPipeline.class);

  private static final int MAX_REMEMBERED = 10_000;
  private static final String LISTENERS = "#listeners";

  /// What was told is forgotten after so long, as Alertmanager does; it caps the repeat interval.
  private static final Duration LOG_RETENTION = Duration.ofDays(5);

  private static final Duration REFRESH = Duration.ofDays(1);

  private final Map<String, Receiver> receivers;
  private final Inhibitor inhibitor;
  private final Silences silences;
  private final Memory memory;
  private final Told told;
  private final ExecutorService threads;

  /// Why a group was held back last, so that the ledger hears of it once. Guarded by itself.
  private final Map<String, String> heldBack =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  /// What outlives the process.
  public record Memory(NotificationLog log, NotificationLedger ledger) {}

  /// Who hears of it beside the channels.
  ///
  /// @param groups told of changed groups before the channels are
  /// @param ledger told of entries that are settled
  /// @param externalUrl where people reach the console; may be empty
  /// @param incidentPage page of the incident of a group key, or the empty text
  /// @param counters of the pipeline
  public record Told(
      List<AlertGroupListener> groups,
      List<NotificationLedger.Listener> ledger,
      String externalUrl,
      UnaryOperator<String> incidentPage,
      NotifyCounters counters) {

    public Told {
      groups = List.copyOf(groups);
      ledger = List.copyOf(ledger);
    }
  }

  private final Sender sender;

  /// Not changed after construction.
  private final IdentityHashMap<Channel, Lane> lanes = new IdentityHashMap<>();

  public NotificationPipeline(
      List<Receiver> receivers,
      Inhibitor inhibitor,
      Silences silences,
      Memory memory,
      Told told,
      Sender sender) {
    this.receivers =
        receivers.stream().collect(Collectors.toUnmodifiableMap(Receiver::name, r -> r));
    this.inhibitor = inhibitor;
    this.silences = silences;
    this.memory = memory;
    this.told = told;
    this.sender = sender;
    for (Receiver receiver : receivers) {
      receiver.channels().forEach(channel -> lanes.put(channel, sender.lane(channel)));
    }
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("mallwatch-notify-", 0).factory());
  }

  /// Tells what is to be told and returns whether everything went well. Blocks at most for the
  /// budget of `flush`.
  public boolean process(Flush flush) {
    List<Alert> free = new ArrayList<>();
    List<Alert> forListeners = new ArrayList<>();
    String reason = "";
    for (Alert alert : flush.alerts()) {
      String why = heldBackBy(alert, flush.now());
      reason = why.isEmpty() ? reason : why;
      if (why.isEmpty()) {
        free.add(alert);
      }
      if (why.isEmpty() || alert.isResolved(flush.now())) {
        forListeners.add(alert);
      }
    }
    tellListeners(flush, forListeners);
    if (!flush.mutedBy().isEmpty()) {
      told.counters.count("", "muted", free.size());
      suppressed(flush, "muted by time interval " + flush.mutedBy());
      return true;
    }
    if (free.isEmpty()) {
      if (!reason.isEmpty()) {
        suppressed(flush, reason);
      }
      return true;
    }
    Receiver receiver = receivers.get(flush.receiver());
    if (receiver == null || receiver.channels().isEmpty()) {
      told.counters.count("", "no_channel", free.size());
      suppressed(flush, "receiver %s has no channels".formatted(flush.receiver()));
      return true;
    }
    synchronized (heldBack) {
      heldBack.remove(flush.groupKey() + flush.receiver());
    }
    return tellChannels(flush, notification(flush, free), receiver);
  }

  private String heldBackBy(Alert alert, Instant now) {
    Optional<Alert> source = inhibitor.inhibiting(alert.labels(), now);
    if (source.isPresent()) {
      told.counters.count("", "inhibited", 1);
      return "inhibited by %s %s".formatted(source.get().name(), source.get().fingerprint());
    }
    List<String> covering = silences.covering(alert.labels(), now);
    if (!covering.isEmpty()) {
      told.counters.count("", "silenced", 1);
      return "silenced by " + String.join(", ", covering);
    }
    return "";
  }

  private Notification notification(Flush flush, List<Alert> alerts) {
    return new Notification(
        flush.groupKey(),
        flush.receiver(),
        flush.groupLabels(),
        alerts,
        flush.now(),
        told.externalUrl,
        told.incidentPage.apply(flush.groupKey()));
  }

  private void tellListeners(Flush flush, List<Alert> alerts) {
    if (alerts.isEmpty() || told.groups.isEmpty()) {
      return;
    }
    Optional<NotificationLog.Entry> before = before(flush, LISTENERS);
    NotificationLog.Entry after = entry(flush, LISTENERS, alerts);
    if (!Dedup.isNews(before, after)) {
      if (before.isPresent() && before.get().at().isBefore(flush.now().minus(REFRESH))) {
        remember(after); // or it would be forgotten while the group lasts
      }
      return;
    }
    boolean heard = true;
    for (AlertGroupListener listener : told.groups) {
      try {
        listener.groupChanged(flush.groupKey(), flush.receiver(), alerts);
      } catch (RuntimeException e) {
        heard = false;
        told.counters.count("", "listener_failed", 1);
        logger.error("listener failed group={}", flush.groupKey(), e);
      }
    }
    if (heard) {
      remember(after);
    }
  }

  private boolean tellChannels(Flush flush, Notification notification, Receiver receiver) {
    List<Future<Boolean>> outcomes = new ArrayList<>();
    List<Channel> channels = channels(notification, receiver);
    for (int i = 0; i < channels.size(); i++) {
      Channel channel = channels.get(i);
      String place = channel.kind() + "/" + i;
      outcomes.add(threads.submit(() -> tell(flush, notification, channel, place)));
    }
    boolean all = true;
    for (Future<Boolean> outcome : outcomes) {
      try {
        all &= outcome.get();
      } catch (ExecutionException e) {
        all = false;
        logger.error("notification failed group={}", flush.groupKey(), e.getCause());
      } catch (InterruptedException _) {
        outcomes.forEach(left -> left.cancel(true));
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return all;
  }

  /// The receiver's; that a channel fails is told over others, if need be over another receiver's.
  private List<Channel> channels(Notification notification, Receiver receiver) {
    Set<String> failing =
        notification.alerts().stream()
            .filter(alert -> alert.name().equals(ChannelHealth.ALERT))
            .map(alert -> alert.labels().get("channel") + ' ' + alert.labels().get("target"))
            .collect(Collectors.toSet());
    if (failing.isEmpty()) {
      return receiver.channels();
    }
    Predicate<Channel> works =
        channel -> !failing.contains(channel.kind() + ' ' + channel.target());
    List<Channel> own = receiver.channels().stream().filter(works).toList();
    return own.isEmpty()
        ? lanes.keySet().stream()
            .filter(works)
            .sorted(Comparator.comparing(Channel::kind).thenComparing(Channel::target))
            .limit(1)
            .toList()
        : own;
  }

  private boolean tell(Flush flush, Notification notification, Channel channel, String place) {
    Optional<NotificationLog.Entry> before = before(flush, place);
    NotificationLog.Entry after = entry(flush, place, notification.alerts());
    if (!Dedup.isDue(before, after, flush.repeatInterval(), channel.sendResolved())) {
      return true;
    }
    Notification wanted =
        channel.sendResolved() ? notification : notification.with(notification.firing());
    if (wanted.alerts().isEmpty()) {
      remember(after);
      return true;
    }
    LedgerEntry queued = append(ledgerEntry(wanted, channel, LedgerEntry.State.QUEUED, ""));
    Lane lane = Objects.requireNonNull(lanes.get(channel), "lane");
    Sender.Outcome outcome = sender.send(lane, channel, wanted, flush.budget(), told.counters);
    settle(
        queued.became(
            outcome.state(), sender.now(), outcome.attempts(), outcome.error(), outcome.receipt()));
    if (outcome.taken()) {
      remember(after);
    }
    if (outcome.state() == LedgerEntry.State.SENT) {
      logger.warn(
          "Alert sent group={} status={} channel={} target={}",
          flush.groupKey(),
          wanted.status(),
          channel.kind(),
          channel.target());
    } else {
      logger.error(
          "notification {} group={} channel={} target={} attempts={} error={}",
          outcome.state().text(),
          flush.groupKey(),
          channel.kind(),
          channel.target(),
          outcome.attempts(),
          outcome.error());
    }
    return outcome.taken();
  }

  private static NotificationLog.Entry entry(Flush flush, String place, List<Alert> alerts) {
    Map<Boolean, Set<String>> byResolved =
        alerts.stream()
            .collect(
                Collectors.partitioningBy(
                    alert -> alert.isResolved(flush.now()),
                    Collectors.mapping(Alert::fingerprint, Collectors.toSet())));
    return new NotificationLog.Entry(
        flush.groupKey(),
        flush.receiver(),
        place,
        flush.now(),
        byResolved.getOrDefault(false, Set.of()),
        byResolved.getOrDefault(true, Set.of()));
  }

  private LedgerEntry ledgerEntry(
      Notification notification, Channel channel, LedgerEntry.State state, String error) {
    return new LedgerEntry(
        0,
        sender.now(),
        channel.kind(),
        notification.receiver(),
        channel.target(),
        state,
        0,
        error,
        "",
        notification.groupKey(),
        notification.alertNames(),
        notification.alerts().stream().map(Alert::fingerprint).toList(),
        notification.status(),
        AlertMessage.title(notification));
  }

  /// Writes once that a group is held back, and again only when the reason changes.
  private void suppressed(Flush flush, String reason) {
    synchronized (heldBack) {
      if (reason.equals(heldBack.put(flush.groupKey() + flush.receiver(), reason))) {
        return;
      }
    }
    Notification notification = notification(flush, flush.alerts());
    Channel none = new NoChannel();
    LedgerEntry entry = ledgerEntry(notification, none, LedgerEntry.State.SUPPRESSED, reason);
    LedgerEntry written = append(entry);
    told.ledger.forEach(listener -> listener.settled(written));
  }

  private Optional<NotificationLog.Entry> before(Flush flush, String place) {
    try {
      return memory.log.find(flush.groupKey(), flush.receiver(), place);
    } catch (StoreUnavailableException e) {
      told.counters.count("", "log_lost", 1);
      logger.warn("notification log not readable error={}", e.getMessage());
      return Optional.empty();
    }
  }

  private void remember(NotificationLog.Entry entry) {
    try {
      memory.log.record(entry);
    } catch (StoreUnavailableException e) {
      told.counters.count("", "log_lost", 1);
      logger.warn("notification log not writable error={}", e.getMessage());
    }
  }

  private LedgerEntry append(LedgerEntry entry) {
    try {
      return memory.ledger.append(entry);
    } catch (StoreUnavailableException e) {
      told.counters.count("", "ledger_lost", 1);
      logger.warn("ledger not writable error={}", e.getMessage());
      return entry;
    }
  }

  private void settle(LedgerEntry entry) {
    try {
      if (entry.id() != 0) {
        memory.ledger.update(entry);
      }
    } catch (StoreUnavailableException e) {
      told.counters.count("", "ledger_lost", 1);
      logger.warn("ledger not writable error={}", e.getMessage());
    }
    told.ledger.forEach(listener -> listener.settled(entry));
  }

  /// Forgets what was told too long ago to matter.
  public void tidy(Instant now) {
    try {
      memory.log.purge(now.minus(LOG_RETENTION));
    } catch (StoreUnavailableException e) {
      logger.warn("notification log not tidied error={}", e.getMessage());
    }
  }

  public NotifyCounters counters() {
    return told.counters;
  }

  /// Cancels what is under way and waits for it.
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }

  /// Stands in the ledger where nobody is told.
  private record NoChannel() implements Channel {
    @Override
    public String kind() {
      return "";
    }

    @Override
    public String target() {
      return "";
    }

    @Override
    public boolean sendResolved() {
      return true;
    }

    @Override
    public Delivery send(Notification notification, io.mallwatch.model.Deadline deadline) {
      return new Delivery.Failed("no channel");
    }
  }
}
