package io.mallwatch.doors.api.operations;

import io.mallwatch.doors.api.describe.ApiParams;
import io.mallwatch.doors.api.describe.Endpoint;
import io.mallwatch.doors.api.describe.Endpoint.Parameter;
import io.mallwatch.doors.http.Call;
import io.mallwatch.doors.http.Problem;
import io.mallwatch.doors.http.RefusedException;
import io.mallwatch.ops.backup.Backup;
import io.mallwatch.ops.backup.BackupJob;
import io.mallwatch.ops.backup.BackupRun;
import io.mallwatch.ops.backup.BackupRun.Action;
import io.mallwatch.ops.backup.BackupRunner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/backups`: what lies in the repository, what ran, what runs; begins and stops runs.
final class BackupsResource {

  private static final int MOST_BACKUPS = 300;
  private static final int MOST_RUNS = 100;
  private static final int MAX_NAME = 100;

  private final Optional<BackupRunner> runner;
  private final InstantSource clock;

  BackupsResource(Optional<BackupRunner> runner, InstantSource clock) {
    this.runner = runner;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/api/backups",
            "Backup jobs, the newest backups and runs, and the run under way.",
            List.of(),
            BackupShapes.ALL,
            _ -> all()),
        Endpoint.post(
            "/api/backups/runs",
            "Begins a backup, a check or a restore drill; it waits for those before it.",
            List.of(
                Parameter.required("job", "Name of the job."),
                Parameter.optional("action", "`backup` (default), `check` or `drill`."),
                Parameter.optional("backup", "Id of a backup; default: the newest of the job."),
                Parameter.optional("by", "Name of the person.")),
            202,
            BackupShapes.RUN,
            this::start),
        Endpoint.post(
            "/api/backups/runs/{id}/stop",
            "Stops a run; it leaves nothing behind.",
            List.of(),
            200,
            BackupShapes.ALL,
            this::stop));
  }

  private BackupShapes.All all() {
    if (runner.isEmpty()) {
      return new BackupShapes.All("", false, List.of(), null, List.of(), List.of());
    }
    BackupRunner running = runner.get();
    List<Backup> known = running.known();
    return new BackupShapes.All(
        running.where(),
        !running.plan().key().isNone(),
        running.plan().jobs().stream().map(job -> job(running, job, known)).toList(),
        running.active().orElse(null),
        known.subList(0, Math.min(MOST_BACKUPS, known.size())),
        running.newestRuns(MOST_RUNS));
  }

  private BackupShapes.Job job(BackupRunner running, BackupJob job, List<Backup> known) {
    Optional<Duration> maxAge = running.maxAge(job);
    boolean fresh =
        maxAge.isEmpty()
            || known.stream()
                .anyMatch(one ->
                    one.manifest().job().equals(job.name())
                        && one.manifest().startedAt().isAfter(clock.instant().minus(maxAge.get())));
    return new BackupShapes.Job(
        job,
        running.next(job, Action.BACKUP),
        running.next(job, Action.DRILL),
        running.last(job, Action.BACKUP),
        running.last(job, Action.DRILL),
        !fresh);
  }

  private BackupRunner running() {
    return runner.orElseThrow(() ->
        new RefusedException(
            Problem.conflict("no backups are configured; set backup.file, see docs/backups.md")));
  }

  private BackupRun start(Call call) {
    Map<?, ?> body = ApiParams.object(call);
    String action = ApiParams.text(body, "action", MAX_NAME).orElse("backup");
    return running()
        .start(
            ApiParams.required(body, "job", MAX_NAME),
            Action.of(action)
                .orElseThrow(() ->
                    new RefusedException(
                        Problem.bad("field 'action' must be backup, check or drill"))),
            ApiParams.text(body, "backup", MAX_NAME).orElse(""),
            ApiParams.text(body, "by", MAX_NAME).orElse("api"));
  }

  private BackupShapes.All stop(Call call) {
    String id = call.path("id");
    if (!id.matches("\\d{1,15}") || !running().stop(Long.parseLong(id))) {
      throw new RefusedException(Problem.notFound("no run %s waits or is under way".formatted(id)));
    }
    return all();
  }
}
