package io.mallwatch.ops.checklist;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.checklist.ChecklistRun.Entry;
import io.mallwatch.ops.checklist.ChecklistRun.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checklists of a server. A list that fell due begins once, however long the server was away;
/// while it is the newest of its kind its open items are asked again and again until they tick. A
/// ticked item stays ticked: its evidence says when it was good. Thread-safe.
public final class Checklists {

  private static final Logger logger = LoggerFactory.getLogger(Checklists.class);

  /// How long an item that is not good is left alone before it is asked again.
  static final Duration ASK_AGAIN = Duration.ofMinutes(5);

  /// A daily list that never was begins so long after the start, not only the next morning.
  static final Duration FIRST = Duration.ofMinutes(3);

  /// With the hour that a change of clocks adds.
  private static final Duration A_DAY = Duration.ofHours(25);

  private final List<Checklist> lists;
  private final ChecklistRuns runs;
  private final Answers answers;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Instant began;

  /// Serialises changes of entries; not held while questions are asked.
  private final ReentrantLock lock = new ReentrantLock();

  public Checklists(
      List<Checklist> lists,
      ChecklistRuns runs,
      Answers answers,
      InstantSource clock,
      ZoneId zone) {
    this.lists = List.copyOf(lists);
    this.runs = runs;
    this.answers = answers;
    this.clock = clock;
    this.zone = zone;
    this.began = clock.instant();
  }

  public List<Checklist> lists() {
    return lists;
  }

  public Optional<Checklist> list(String name) {
    return lists.stream().filter(list -> list.name().equals(name)).findFirst();
  }

  public List<ChecklistRun> newest(String checklist, int limit) {
    return runs.newest(checklist, limit);
  }

  public Optional<ChecklistRun> find(long id) {
    return runs.find(id);
  }

  /// Runs that began in a time, the oldest first.
  public List<ChecklistRun> between(Instant from, Instant until) {
    return runs.between(from, until);
  }

  /// When a list begins next by its table; in the past when it is due now.
  public Optional<Instant> next(Checklist list) {
    Optional<Instant> last =
        runs.newest(list.name(), 1).stream().map(ChecklistRun::begunAt).findFirst();
    Optional<Instant> next = list.schedule().flatMap(table -> table.next(last.orElse(began), zone));
    return last.isEmpty() && isDaily(list, next) ? Optional.of(began.plus(FIRST)) : next;
  }

  private boolean isDaily(Checklist list, Optional<Instant> next) {
    return next.flatMap(at ->
            list.schedule()
                .flatMap(table -> table.next(at, zone))
                .map(after -> Duration.between(at, after)))
        .filter(gap -> gap.compareTo(A_DAY) <= 0)
        .isPresent();
  }

  /// Begins what has fallen due and asks open items; called now and again.
  public void tick() {
    Instant now = clock.instant();
    for (Checklist list : lists) {
      if (next(list).filter(at -> !at.isAfter(now)).isPresent()) {
        var _ = begin(list.name());
      } else {
        runs.newest(list.name(), 1).forEach(run -> ask(list, run, now.minus(ASK_AGAIN)));
      }
    }
  }

  /// Begins a list now, asks everything that can be known, and returns how it stands.
  ///
  /// @throws BadQueryException when there is no such list
  public ChecklistRun begin(String name) {
    Checklist list =
        list(name).orElseThrow(() -> new BadQueryException("there is no checklist " + name));
    Instant now = clock.instant();
    ChecklistRun run =
        runs.add(
            new ChecklistRun(
                0,
                name,
                now,
                now.plus(list.within()),
                list.items().stream()
                    .map(item ->
                        new Entry(
                            item.id(),
                            item.title(),
                            State.OPEN,
                            "",
                            Instant.EPOCH,
                            "",
                            Evidence.NONE))
                    .toList()));
    logger.info("event=checklist_begun checklist={} run={}", name, run.id());
    return ask(list, run, now);
  }

  /// Asks items that are not done and were not asked since.
  private ChecklistRun ask(Checklist list, ChecklistRun run, Instant since) {
    ChecklistRun now = run;
    for (Entry entry : run.entries()) {
      Optional<Checklist.Item> item = list.item(entry.item());
      if (!entry.isDone() && !entry.at().isAfter(since) && item.isPresent()) {
        now = ask(now, item.get());
      }
    }
    return now;
  }

  private ChecklistRun ask(ChecklistRun run, Checklist.Item item) {
    if (item.question() instanceof Question.Manual) {
      return run;
    }
    Answers.Answer answer = answers.answer(item.question());
    Evidence evidence = Evidence.of(item.question(), answer.result(), clock.instant());
    return change(
            run.id(),
            item.id(),
            entry ->
                entry.isDone()
                    ? entry // somebody was faster
                    : entry.answered(answer.good() ? State.GOOD : State.BAD, evidence))
        .orElse(run);
  }

  private interface Change {
    Entry of(Entry entry);
  }

  private Optional<ChecklistRun> change(long id, String item, Change change) {
    lock.lock();
    try {
      Optional<ChecklistRun> run = runs.find(id);
      Optional<Entry> entry =
          run.stream()
              .flatMap(one -> one.entries().stream())
              .filter(one -> one.item().equals(item))
              .findFirst();
      if (run.isEmpty() || entry.isEmpty()) {
        return Optional.empty();
      }
      Entry changed = change.of(entry.get());
      runs.save(id, changed);
      return Optional.of(run.get().with(changed));
    } finally {
      lock.unlock();
    }
  }

  /// Asks one item again, ticked or not.
  ///
  /// @return the run as it stands now; empty when there is no such run or item
  /// @throws BadQueryException when only a person can answer it
  public Optional<ChecklistRun> check(long id, String item) {
    Optional<ChecklistRun> run = runs.find(id);
    Optional<Checklist.Item> found =
        run.flatMap(one -> list(one.checklist())).flatMap(list -> list.item(item));
    if (run.isEmpty() || found.isEmpty()) {
      return Optional.empty();
    }
    Question question = found.get().question();
    if (question instanceof Question.Manual) {
      throw new BadQueryException("only a person can answer this; sign it");
    }
    Answers.Answer answer = answers.answer(question);
    Evidence evidence = Evidence.of(question, answer.result(), clock.instant());
    return change(
        id, item, entry -> entry.answered(answer.good() ? State.GOOD : State.BAD, evidence));
  }

  /// A person says that an item is done; what evidence there is stays.
  ///
  /// @return the run as it stands now; empty when there is no such run or item
  public Optional<ChecklistRun> sign(long id, String item, String by, String note) {
    return change(id, item, entry -> entry.signed(by, note, clock.instant()));
  }

  /// Whether a run is late now.
  public boolean isOverdue(ChecklistRun run) {
    return run.isOverdue(clock.instant());
  }
}
