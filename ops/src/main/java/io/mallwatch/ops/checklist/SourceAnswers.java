package io.mallwatch.ops.checklist;

import io.mallwatch.logs.LogFilter;
import io.mallwatch.logs.LogQuery;
import io.mallwatch.logs.LogReads;
import io.mallwatch.logs.query.LogQueryParser;
import io.mallwatch.metrics.MetricQueries;
import io.mallwatch.metrics.QueryOptions;
import io.mallwatch.metrics.QueryResult;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Deadline;
import io.mallwatch.model.DeadlineExceededException;
import io.mallwatch.model.StoreOverloadedException;
import io.mallwatch.model.StoreUnavailableException;
import io.mallwatch.model.TimeRange;
import io.mallwatch.ops.backup.Backup;
import io.mallwatch.ops.backup.BackupJob;
import io.mallwatch.ops.backup.BackupRun;
import io.mallwatch.ops.backup.BackupRunner;
import io.mallwatch.ops.backup.Proof;
import io.mallwatch.ops.health.HealthCheck;
import io.mallwatch.ops.health.HealthOutcome;
import io.mallwatch.ops.health.HealthProbe;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// Answers from the stores and parts of the server.
public final class SourceAnswers implements Answers {

  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
  private static final Duration SCRIPT_LIMIT = Duration.ofMinutes(5);
  private static final int MOST_SHOWN = 5;
  private static final int MOST_COUNTED = 1_000_000;
  private static final int MOST_OUTPUT = 2_000;

  private final Sources sources;
  private final InstantSource clock;

  /// What is asked.
  ///
  /// @param backups empty when none are configured
  /// @param unacknowledged number of open incidents that nobody acknowledged
  public record Sources(
      MetricQueries metrics,
      LogReads logs,
      Optional<BackupRunner> backups,
      IntSupplier unacknowledged) {}

  public SourceAnswers(Sources sources, InstantSource clock) {
    this.sources = sources;
    this.clock = clock;
  }

  @Override
  public Answer answer(Question question) {
    try {
      return switch (question) {
        case Question.Promql promql -> promql(promql);
        case Question.Logs logs -> logs(logs);
        case Question.Backup() -> backup();
        case Question.Drill(Duration within) -> drill(within);
        case Question.Incidents(Condition good) -> {
          int open = sources.unacknowledged().getAsInt();
          yield new Answer(good.holds(open), "%d 个未确认 not acknowledged".formatted(open));
        }
        case Question.Probe(List<String> addresses) -> probe(addresses);
        case Question.Script(List<String> command) -> script(command);
        case Question.Manual() -> new Answer(false, "");
      };
    } catch (BadQueryException
        | DeadlineExceededException
        | StoreOverloadedException
        | StoreUnavailableException e) {
      return new Answer(false, "问不到 cannot be asked: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(false, "被打断 interrupted");
    }
  }

  private Answer promql(Question.Promql question) {
    QueryResult.Value value =
        sources
            .metrics()
            .instant(
                question.query(), clock.instant(), QueryOptions.rule(Deadline.after(TIME_LIMIT)))
            .value();
    return switch (value) {
      case QueryResult.Scalar scalar ->
          new Answer(question.good().holds(scalar.value()), number(scalar.value()));
      case QueryResult.Vector vector -> vector(vector, question.good());
      case QueryResult.Matrix _, QueryResult.Text _ -> new Answer(false, "不是数 not a number");
    };
  }

  private static Answer vector(QueryResult.Vector vector, Condition good) {
    if (vector.samples().isEmpty()) {
      return new Answer(false, "没有数据 no data");
    }
    boolean all = true;
    List<String> shown = new ArrayList<>();
    for (QueryResult.VectorSample sample : vector.samples()) {
      boolean fits = good.holds(sample.value());
      all &= fits;
      String text =
          (sample.labels().isEmpty() ? "" : sample.labels() + " ") + number(sample.value());
      if (fits) {
        shown.addLast(text);
      } else {
        shown.addFirst(text);
      }
    }
    int more = shown.size() - MOST_SHOWN;
    String text = String.join("; ", shown.subList(0, Math.min(MOST_SHOWN, shown.size())));
    return new Answer(all, more > 0 ? "%s; +%d".formatted(text, more) : text);
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  private Answer logs(Question.Logs question) {
    LogFilter filter = LogQueryParser.parse(question.query());
    Instant now = clock.instant();
    long total =
        sources
            .logs()
            .search(
                new LogQuery(
                    "*",
                    new TimeRange(now.minus(question.window()), now),
                    filter,
                    LogQuery.Sorting.BY_TIME,
                    LogQuery.Order.NEWEST_FIRST,
                    0,
                    0,
                    null,
                    MOST_COUNTED,
                    Deadline.after(TIME_LIMIT)))
            .total();
    return new Answer(question.good().holds((double) total), "%d 行 lines".formatted(total));
  }

  private Answer backup() {
    if (sources.backups().isEmpty()) {
      return new Answer(false, "没有配置备份 no backups are configured");
    }
    BackupRunner runner = sources.backups().get();
    List<String> good = new ArrayList<>();
    List<String> bad = new ArrayList<>();
    for (BackupJob job : runner.plan().jobs()) {
      Optional<Duration> maxAge = runner.maxAge(job);
      Optional<Backup> newest = newest(runner, job);
      Optional<BackupRun> last = runner.last(job, BackupRun.Action.BACKUP);
      String at = newest.map(one -> shown(one.manifest().startedAt())).orElse("-");
      boolean late =
          maxAge.isPresent()
              && newest
                  .filter(one ->
                      one.manifest().startedAt().isAfter(clock.instant().minus(maxAge.get())))
                  .isEmpty();
      boolean failed = last.filter(run -> run.state() == BackupRun.State.FAILED).isPresent();
      String why = last.map(run -> run.reason() + " ").orElse("");
      (late || failed ? bad : good)
          .add("%s %s%s".formatted(job.name(), failed ? why : late ? "过期 late " : "", at));
    }
    return new Answer(bad.isEmpty(), String.join("; ", bad.isEmpty() ? good : bad));
  }

  private static Optional<Backup> newest(BackupRunner runner, BackupJob job) {
    return runner.known().stream()
        .filter(one -> one.manifest().job().equals(job.name()))
        .findFirst();
  }

  private static String shown(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Answer drill(Duration within) {
    if (sources.backups().isEmpty()) {
      return new Answer(false, "没有配置备份 no backups are configured");
    }
    BackupRunner runner = sources.backups().get();
    Instant since = clock.instant().minus(within);
    List<String> found = new ArrayList<>();
    boolean good = true;
    for (BackupJob job : runner.plan().jobs()) {
      Optional<Proof> drill =
          runner.known().stream()
              .filter(one -> one.manifest().job().equals(job.name()))
              .flatMap(one -> one.drill().stream())
              .filter(proof -> proof.good() && proof.at().isAfter(since))
              .findFirst();
      good &= drill.isPresent();
      found.add(
          drill
              .map(proof ->
                  String.format(
                      Locale.ROOT,
                      "%s %s RTO %.1f s RPO %d s",
                      job.name(),
                      shown(proof.at()),
                      proof.rtoSeconds(),
                      proof.rpoSeconds()))
              .orElse(job.name() + " 没有演练 not restored"));
    }
    return new Answer(good, String.join("; ", found));
  }

  private Answer probe(List<String> addresses) throws InterruptedException {
    URI nowhere = URI.create("http://127.0.0.1");
    List<HealthOutcome> outcomes =
        new HealthCheck(
                new HealthCheck.Patience(Duration.ofSeconds(10), 3, Duration.ofSeconds(2)),
                nowhere,
                clock)
            .run(nowhere, addresses.stream().map(HealthProbe::of).toList());
    return new Answer(
        outcomes.stream().allMatch(HealthOutcome::good),
        String.join("; ", outcomes.stream().map(HealthOutcome::text).toList()));
  }

  private static Answer script(List<String> command) throws InterruptedException {
    try {
      Path output = Files.createTempFile("mallwatch-script-", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(SCRIPT_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          var _ = process.destroyForcibly();
          return new Answer(false, "超时 timed out");
        }
        byte[] bytes;
        try (var in = Files.newInputStream(output)) {
          bytes = in.readNBytes(MOST_OUTPUT);
        }
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        return new Answer(
            process.exitValue() == 0, "exit %d: %s".formatted(process.exitValue(), text));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      return new Answer(false, "不能运行 cannot be run: " + e.getMessage());
    }
  }
}
