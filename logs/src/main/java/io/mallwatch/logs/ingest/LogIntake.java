package io.mallwatch.logs.ingest;

import io.mallwatch.logs.LogBatch;
import io.mallwatch.logs.LogStore;
import io.mallwatch.model.LogEntry;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The one way into the log store: masks what is nobody's business, keeps entries within their
/// bounds, and counts; before that they may be sent through pipelines, after it they may be given
/// marks ([Stages]). Thread-safe.
public final class LogIntake {

  /// Begin of the names of daily indices, `zhongdao-mall-logs-2026.11.02`.
  public static final String INDEX_PREFIX = "zhongdao-mall-logs-";

  /// Tag of an entry whose own time was out of bounds; it has the time of arrival instead, and its
  /// own in `data._timestamp`.
  public static final String TIME_ADJUSTED = "_time_adjusted";

  /// Tag of an entry whose message was cut.
  public static final String TRUNCATED = "_truncated";

  /// Longest message or stack trace that is kept whole, in characters.
  public static final int MAX_TEXT = 1 << 20;

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu.MM.dd");

  private final LogStore store;
  private final Masking masking;
  private final InstantSource clock;
  private final Duration past;
  private final Duration future;
  private final Stages stages;
  private final LogSenders senders;
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();

  /// What entries pass beside masking.
  ///
  /// @param route first of all
  /// @param mark last before they are stored
  /// @param listener is told when they were stored
  public record Stages(EntryRoute route, EntryMark mark, EntryListener listener) {

    /// Changes nothing.
    public static final Stages NONE = new Stages(EntryRoute.STRAIGHT, entries -> entries);

    /// Without anyone who listens.
    public Stages(EntryRoute route, EntryMark mark) {
      this(route, mark, (_, _, _) -> {});
    }
  }

  /// @param past entries older than this get the time of their arrival; the store's retention
  /// @param future and so do entries that lie further ahead than this
  public LogIntake(
      LogStore store, Masking masking, InstantSource clock, Duration past, Duration future) {
    this(store, masking, clock, past, future, Stages.NONE);
  }

  /// The same with stages of its own.
  public LogIntake(
      LogStore store,
      Masking masking,
      InstantSource clock,
      Duration past,
      Duration future,
      Stages stages) {
    this.store = store;
    this.stages = stages;
    this.masking = masking;
    this.clock = clock;
    this.senders = new LogSenders(clock);
    this.past = past;
    this.future = future;
  }

  /// Who sends them; whoever takes entries in from the network notes it here.
  public LogSenders senders() {
    return senders;
  }

  /// Stores entries, each in the daily index of its timestamp (UTC), and says what became of each,
  /// in order. When a later day fails, those before it are kept.
  ///
  /// @throws StoreOverloadedException retry later
  /// @throws StoreUnavailableException retry later
  public List<LogStore.Appended> accept(List<LogEntry> entries) {
    return accept(entries, List.of());
  }

  /// The same for entries that have ids already; one whose id its day has is not stored again.
  ///
  /// @param ids in order, or empty when none has one
  /// @throws StoreOverloadedException retry later
  /// @throws StoreUnavailableException retry later
  public List<LogStore.Appended> accept(List<LogEntry> entries, List<String> ids) {
    return accept(new LogBatch("", entries, List.copyOf(ids)));
  }

  /// Stores the entries of a batch as [LogStore#append] does, and says what became of each, in
  /// order.
  ///
  /// @throws StoreOverloadedException retry later
  /// @throws StoreUnavailableException retry later
  public List<LogStore.Appended> accept(LogBatch batch) {
    return accept(batch, Originals.NONE);
  }

  /// The same for entries that were made of something else, for pipelines to work on.
  ///
  /// @param batch its index may be empty: each entry then goes to that of its day
  /// @throws StoreOverloadedException retry later
  /// @throws StoreUnavailableException retry later
  public List<LogStore.Appended> accept(LogBatch batch, Originals originals) {
    return !batch.index().isEmpty() && isStraight(batch, originals)
        ? append(new LogBatch(batch.index(), prepared(batch.entries()), batch.ids()))
        : scattered(batch.index(), batch, originals);
  }

  private boolean isStraight(LogBatch batch, Originals originals) {
    for (int i = 0; i < batch.entries().size(); i++) {
      if (!stages
          .route()
          .pipelines(batch.index(), batch.entries().get(i), originals.pipeline(i))
          .isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /// Entries that go to one index, with their places among those that came.
  private record Portion(
      List<LogEntry> entries, List<@Nullable String> ids, List<Integer> places) {}

  /// @param index where entries go that are not sent elsewhere; empty for that of their day
  private List<LogStore.Appended> scattered(String index, LogBatch batch, Originals originals) {
    LogStore.Appended[] outcomes = new LogStore.Appended[batch.entries().size()];
    Map<String, Portion> portions = new LinkedHashMap<>();
    Instant now = clock.instant();
    for (int i = 0; i < outcomes.length; i++) {
      LogEntry entry = batch.entries().get(i);
      String asked = index.isEmpty() ? indexFor(entry.timestamp()) : index;
      EntryRoute.Routed routed = routed(asked, entry, originals, i);
      if (routed == null) {
        dropped("pipeline", 1);
        String id = batch.id(i);
        outcomes[i] = new LogStore.Appended(id == null ? "" : id, true);
        continue;
      }
      LogEntry ready = prepared(routed.entry(), now);
      boolean daily = index.isEmpty() && routed.index().equals(asked);
      Portion portion =
          portions.computeIfAbsent(
              daily ? indexFor(ready.timestamp()) : routed.index(),
              _ -> new Portion(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
      portion.entries().add(ready);
      portion.ids().add(batch.id(i));
      portion.places().add(i);
    }
    portions.forEach((name, portion) -> {
      List<LogStore.Appended> some =
          append(new LogBatch(name, stages.mark().mark(portion.entries()), portion.ids()));
      for (int i = 0; i < some.size(); i++) {
        outcomes[portion.places().get(i)] = some.get(i);
      }
    });
    return List.of(outcomes);
  }

  private EntryRoute.@Nullable Routed routed(
      String index, LogEntry entry, Originals originals, int i) {
    List<String> pipelines = stages.route().pipelines(index, entry, originals.pipeline(i));
    return pipelines.isEmpty()
        ? new EntryRoute.Routed(index, entry)
        : stages.route().route(pipelines, index, entry, originals.of(i));
  }

  /// Name of the daily index for a moment.
  public static String indexFor(Instant timestamp) {
    return INDEX_PREFIX + DAY.format(LocalDate.ofInstant(timestamp, ZoneOffset.UTC));
  }

  /// Counts entries that did not get this far.
  ///
  /// @param reason short, such as `malformed`; `dropped_` is put before it
  public void dropped(String reason, int entries) {
    counter("dropped_" + reason).add(entries);
  }

  /// Counters by name: `accepted`, `dropped_<reason>`, `masked_<kind>`, `time_adjusted`,
  /// `truncated`. Live; grows when a new reason comes up.
  public Map<String, LongAdder> counters() {
    return Collections.unmodifiableMap(counters);
  }

  private List<LogStore.Appended> append(LogBatch batch) {
    int count = batch.entries().size();
    try {
      List<LogStore.Appended> outcomes = store.append(batch);
      int stored = 0;
      for (LogStore.Appended outcome : outcomes) {
        stored += outcome.stored() ? 1 : 0;
      }
      counter("accepted").add(stored);
      if (stored < count) {
        dropped("exists", count - stored);
      }
      stages.listener().stored(batch.index(), batch.entries(), outcomes);
      return outcomes;
    } catch (StoreOverloadedException e) {
      dropped("overloaded", count);
      throw e;
    } catch (StoreUnavailableException e) {
      dropped("unavailable", count);
      throw e;
    }
  }

  private List<LogEntry> prepared(List<LogEntry> entries) {
    Instant now = clock.instant();
    List<LogEntry> ready = new ArrayList<>(entries.size());
    for (LogEntry entry : entries) {
      ready.add(prepared(entry, now));
    }
    return stages.mark().mark(ready);
  }

  private LogEntry prepared(LogEntry entry, Instant now) {
    LogEntry bounded = withinTextBounds(withinTimeBounds(entry, now));
    return masking.mask(bounded, kind -> counter("masked_" + kind.text()).increment());
  }

  private LogEntry withinTimeBounds(LogEntry entry, Instant now) {
    Instant time = entry.timestamp();
    if (!time.isBefore(now.minus(past)) && !time.isAfter(now.plus(future))) {
      return entry;
    }
    counter("time_adjusted").increment();
    return copy(now, entry, entry.message(), entry.error())
        .tags(with(entry.tags(), TIME_ADJUSTED))
        .data("_timestamp", time.toString())
        .build();
  }

  private LogEntry withinTextBounds(LogEntry entry) {
    LogEntry.LogError error = entry.error();
    String stack = error == null ? null : error.stack();
    boolean errorTooLong =
        error != null
            && (error.message().length() > MAX_TEXT
                || (stack != null && stack.length() > MAX_TEXT));
    if (entry.message().length() <= MAX_TEXT && !errorTooLong) {
      return entry;
    }
    counter("truncated").increment();
    LogEntry.LogError shorter =
        error == null
            ? null
            : new LogEntry.LogError(
                error.name(), cut(error.message()), stack == null ? null : cut(stack));
    return copy(entry.timestamp(), entry, cut(entry.message()), shorter)
        .tags(with(entry.tags(), TRUNCATED))
        .build();
  }

  /// The entry again, to be changed.
  static LogEntry.Builder copy(
      Instant timestamp, LogEntry entry, String message, LogEntry.@Nullable LogError error) {
    return LogEntry.builder(timestamp, entry.level(), entry.service(), message)
        .category(entry.category())
        .action(entry.action())
        .requestId(entry.requestId())
        .userId(entry.userId())
        .traceId(entry.traceId())
        .spanId(entry.spanId())
        .error(error)
        .tags(entry.tags())
        .durationMillis(entry.durationMillis())
        .data(entry.data())
        .shape(entry.shape());
  }

  private static List<String> with(List<String> tags, String tag) {
    List<String> more = new ArrayList<>(tags);
    more.add(tag);
    return more;
  }

  private static String cut(String text) {
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
    return text.substring(0, end);
  }

  private LongAdder counter(String name) {
    return counters.computeIfAbsent(name, _ -> new LongAdder());
  }
}
