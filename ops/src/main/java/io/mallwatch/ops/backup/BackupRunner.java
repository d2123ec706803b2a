package io.mallwatch.ops.backup;

import io.mallwatch.model.BadQueryException;
import io.mallwatch.ops.backup.BackupRun.Action;
import io.mallwatch.ops.backup.BackupRun.State;
import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the jobs of a plan in a server: by their time tables and on request, one after the other on
/// a thread of its own. A run that fell due while the server was away is made up for once. It also
/// remembers what lies in the repository, since asking a bucket takes long. Thread-safe.
public final class BackupRunner implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(BackupRunner.class);

  private static final int MOST_WAITING = 64;
  private static final int MOST_REMEMBERED = 500;
  private static final Duration GRACE = Duration.ofHours(2);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(15);

  private final Backups backups;
  private final BackupRuns runs;
  private final InstantSource clock;
  private final Instant began;
  private final BlockingQueue<BackupRun> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Map<Long, Progress> progress = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile List<Backup> known = List.of();
  private volatile Instant looked = Instant.MIN;
  private volatile boolean closed;

  private volatile Map<Last, BackupRun> last = Map.of();

  private record Last(String job, Action action) {}

  /// A run that is under way.
  public record Active(BackupRun run, Progress progress) {}

  private volatile @Nullable Active active;

  public BackupRunner(Backups backups, BackupRuns runs, InstantSource clock) {
    this.backups = backups;
    this.runs = runs;
    this.clock = clock;
    this.began = clock.instant();
    runs.abandon(began);
    this.thread = Thread.ofPlatform().daemon().name("mallwatch-backup").start(this::work);
  }

  public BackupPlan plan() {
    return backups.plan();
  }

  /// Where backups go, for people.
  public String where() {
    return backups.where();
  }

  /// The backups as they were when last looked for, the newest first.
  public List<Backup> known() {
    return known;
  }

  public List<BackupRun> newestRuns(int limit) {
    return runs.newest(limit);
  }

  /// How the last run of a kind ended, those that were stopped aside.
  public Optional<BackupRun> last(BackupJob job, Action action) {
    return Optional.ofNullable(last.get(new Last(job.name(), action)));
  }

  public Optional<Active> active() {
    return Optional.ofNullable(active);
  }

  /// Begins what has fallen due; called now and again.
  public void tick() {
    Instant now = clock.instant();
    if (looked.isBefore(now.minus(LOOK_AGAIN))) {
      look();
    }
    for (BackupJob job : plan().jobs()) {
      for (Action action : List.of(Action.BACKUP, Action.DRILL)) {
        if (next(job, action).filter(at -> !at.isAfter(now)).isPresent()
            && !isUnderWay(job, action)) {
          var _ = start(job.name(), action, "", "schedule");
        }
      }
    }
  }

  private void look() {
    looked = clock.instant();
    Map<Last, BackupRun> newest = new HashMap<>();
    for (BackupRun run : runs.newest(MOST_REMEMBERED)) {
      if (run.finishedAt().isPresent() && run.state() != State.CANCELLED) {
        newest.putIfAbsent(new Last(run.job(), run.action()), run);
      }
    }
    last = Map.copyOf(newest);
    try {
      known = backups.list();
    } catch (BackupFailedException e) {
      logger.warn(
          "event=backups_not_listed reason={} detail=\"{}\"", e.reason().text(), e.getMessage());
    }
  }

  /// When a job is due next; in the past when it is due now.
  public Optional<Instant> next(BackupJob job, Action action) {
    Optional<CronSchedule> schedule = action == Action.DRILL ? job.drillSchedule() : job.schedule();
    Instant last = runs.lastBegun(job.name(), action).orElse(began);
    return schedule.flatMap(table -> table.next(last, plan().zone()));
  }

  /// How old the newest backup of a job may be: from one time of its table to the next, and two
  /// hours for the run itself; empty without a table.
  public Optional<Duration> maxAge(BackupJob job) {
    Instant now = clock.instant();
    return job.schedule()
        .flatMap(table ->
            table
                .next(now, plan().zone())
                .flatMap(one ->
                    table
                        .next(one, plan().zone())
                        .map(two -> Duration.between(one, two).plus(GRACE))));
  }

  private boolean isUnderWay(BackupJob job, Action action) {
    return runs.newest(MOST_WAITING).stream()
        .anyMatch(run ->
            run.finishedAt().isEmpty() && run.job().equals(job.name()) && run.action() == action);
  }

  /// Asks for a run; it begins when those before it are done.
  ///
  /// @param backup its id, or empty for the newest of the job
  /// @throws BadQueryException when there is no such job, or it is under way
  public BackupRun start(String job, Action action, String backup, String by) {
    BackupJob found =
        plan().job(job).orElseThrow(() -> new BadQueryException("there is no backup job " + job));
    if (isUnderWay(found, action)) {
      throw new BadQueryException("%s of %s is under way".formatted(action.text(), job));
    }
    BackupRun run =
        runs.add(
            new BackupRun(
                0,
                job,
                action,
                by,
                clock.instant(),
                Optional.empty(),
                State.WAITING,
                "",
                "",
                backup));
    progress.put(run.id(), new Progress());
    if (!waiting.offer(run)) {
      end(run, State.FAILED, "busy", "too many runs wait already", backup);
    }
    return run;
  }

  /// Stops a run that waits or is under way.
  ///
  /// @return whether there was one
  public boolean stop(long id) {
    Progress one = progress.get(id);
    if (one == null) {
      return false;
    }
    one.cancel();
    return true;
  }

  private void work() {
    while (!closed) {
      try {
        BackupRun run = waiting.poll(1, TimeUnit.SECONDS);
        if (run != null) {
          work(run);
        }
      } catch (InterruptedException e) {
        return; // only close() interrupts
      } catch (RuntimeException e) {
        logger.error("event=backup_runner_failed", e);
      }
    }
  }

  private void work(BackupRun asked) {
    BackupRun run = asked.running();
    Progress steps = progress.getOrDefault(run.id(), new Progress());
    active = new Active(run, steps);
    runs.save(run);
    try {
      BackupJob job = plan().job(run.job()).orElseThrow();
      switch (run.action()) {
        case BACKUP -> {
          Manifest manifest = backups.run(job, steps);
          end(run, State.GOOD, "", summary(manifest), manifest.id());
        }
        case CHECK -> {
          Manifest manifest = manifest(run);
          prove(run, manifest, new Restores(backups).check(manifest, steps));
        }
        case DRILL -> {
          Manifest manifest = manifest(run);
          prove(run, manifest, new Restores(backups).drill(job, manifest, steps));
        }
      }
    } catch (BackupFailedException e) {
      State how = e.reason() == Reason.CANCELLED ? State.CANCELLED : State.FAILED;
      end(run, how, e.reason().text(), String.valueOf(e.getMessage()), run.backupId());
    } catch (RuntimeException e) {
      logger.error("event=backup_broke job={}", run.job(), e);
      end(
          run,
          State.FAILED,
          "broken",
          "an internal error; the server's log has it",
          run.backupId());
    } finally {
      active = null;
      look();
    }
  }

  private Manifest manifest(BackupRun run) {
    String which = run.backupId().isEmpty() ? run.job() : run.backupId();
    return backups
        .find(which)
        .map(Backup::manifest)
        .orElseThrow(
            () -> new BackupFailedException(Reason.MISSING, "there is no backup " + which));
  }

  private void prove(BackupRun run, Manifest manifest, Proof proof) {
    end(
        run,
        proof.good() ? State.GOOD : State.FAILED,
        proof.good() ? "" : Reason.DIFFERENT.text(),
        proof.good() ? summary(proof) : String.join("; ", proof.problems()),
        manifest.id());
  }

  private static String summary(Manifest manifest) {
    return String.format(
        Locale.ROOT,
        "%s%d bytes from %d%s",
        manifest
            .dump()
            .map(dump -> "%d tables, %d rows, ".formatted(dump.tables().size(), dump.rows()))
            .orElse("%d files, ".formatted(manifest.files())),
        manifest.storedBytes(),
        manifest.rawBytes(),
        manifest.warnings().isEmpty() ? "" : "; " + String.join("; ", manifest.warnings()));
  }

  private static String summary(Proof proof) {
    return proof.drill()
        ? String.format(
            Locale.ROOT,
            "%d rows or files compared, RTO %.1f s, RPO %d s",
            proof.rows(),
            proof.rtoSeconds(),
            proof.rpoSeconds())
        : "read through and whole";
  }

  private void end(BackupRun run, State how, String reason, String message, String backup) {
    progress.remove(run.id());
    runs.save(run.ended(clock.instant(), how, reason, message, backup));
    if (how == State.FAILED) {
      logger.error(
          "event=backup_failed job={} action={} reason={} detail=\"{}\"",
          run.job(),
          run.action().text(),
          reason,
          message);
    } else {
      logger.info(
          "event=backup_ended job={} action={} state={}",
          run.job(),
          run.action().text(),
          how.text());
    }
  }

  /// Stops what is under way and waits for it.
  @Override
  public void close() {
    closed = true;
    progress.values().forEach(Progress::cancel);
    try {
      if (active == null || !thread.join(Duration.ofSeconds(10))) {
        thread.interrupt();
      }
      var _ = thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    backups.close();
  }
}
