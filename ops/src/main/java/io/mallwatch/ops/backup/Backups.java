package io.mallwatch.ops.backup;

import io.mallwatch.ops.backup.s3.Bucket;
import io.mallwatch.ops.backup.s3.S3Store;
import io.mallwatch.ops.backup.source.DatabaseTools;
import io.mallwatch.ops.backup.source.DumpFacts;
import io.mallwatch.ops.backup.source.DumpReader;
import io.mallwatch.ops.backup.source.Folders;
import io.mallwatch.ops.backup.source.TarWriter;
import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.BackupKey;
import io.mallwatch.ops.backup.store.BackupStore;
import io.mallwatch.ops.backup.store.FolderStore;
import io.mallwatch.ops.backup.store.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The backups of a plan: takes them, lists them, deletes those whose time is over. Thread-safe;
/// two runs of a job exclude each other. What fails is a [BackupFailedException].
public final class Backups implements AutoCloseable {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final String MANIFEST = "manifest.json";
  private static final String CHECK = "check.json";
  private static final String DRILL = "drill.json";

  private final BackupPlan plan;
  private final BackupStore store;
  private final Parts parts;

  /// What a run works with.
  ///
  /// @param environment where secrets may be
  /// @param locks folder of the jobs' locks, on this machine
  /// @param random a source that nobody can guess
  public record Parts(
      DatabaseTools tools,
      OwnStores own,
      Map<String, String> environment,
      Path locks,
      InstantSource clock,
      RandomGenerator random) {}

  Backups(BackupPlan plan, BackupStore store, Parts parts) {
    this.plan = plan;
    this.store = store;
    this.parts = parts;
  }

  /// Opens the repository that the plan names.
  public static Backups open(BackupPlan plan, Parts parts) {
    BackupStore store =
        switch (plan.repository()) {
          case BackupPlan.Repository.Folder(Path path) -> new FolderStore(path);
          case BackupPlan.Repository.S3(Bucket bucket) ->
              new S3Store(bucket, parts.environment(), parts.clock(), RETRY_PAUSE);
        };
    return new Backups(plan, store, parts);
  }

  @Override
  public void close() {
    store.close();
  }

  public BackupPlan plan() {
    return plan;
  }

  /// For people.
  public String where() {
    return store.where();
  }

  BackupStore store() {
    return store;
  }

  Parts parts() {
    return parts;
  }

  /// The key of the plan, read anew.
  Optional<BackupKey> key() {
    String text = plan.key().read(parts.environment());
    return plan.key().isNone() ? Optional.empty() : Optional.of(BackupKey.of(text));
  }

  JobLock lock(String job) {
    return JobLock.take(parts.locks(), job);
  }

  /// Takes a backup and deletes those whose time is over.
  public Manifest run(BackupJob job, Progress progress) {
    try (JobLock _ = lock(job.name())) {
      Optional<Manifest> last = newest(job.name()).map(Backup::manifest);
      Manifest manifest = save(job, last, progress);
      progress.phase(Progress.Phase.TIDYING);
      store.put(manifest.folder() + MANIFEST, Papers.write(manifest));
      var _ = tidy(job, false);
      return manifest;
    }
  }

  private Manifest save(BackupJob job, Optional<Manifest> last, Progress progress) {
    Instant started = parts.clock().instant();
    String id = "%s-%04x".formatted(STAMP.format(started), parts.random().nextInt(0x10000));
    Optional<BackupKey> key = key();
    Manifest draft =
        new Manifest(
            id,
            job.name(),
            job.source().kind(),
            job.source().text(),
            started,
            started,
            0,
            0,
            "",
            "",
            key.map(BackupKey::id).orElse(""),
            0,
            Optional.empty(),
            List.of());
    progress.phase(Progress.Phase.SAVING);
    Saved saved = new Saved();
    Pipeline.Sums sums =
        Pipeline.store(
            store,
            draft.dataName(),
            key,
            parts.random(),
            progress,
            out -> write(job.source(), out, saved, progress));
    saved.dump.ifPresent(facts -> compare(last, facts, saved.warnings));
    return new Manifest(
        id,
        job.name(),
        draft.kind(),
        draft.source(),
        started,
        parts.clock().instant(),
        sums.rawBytes(),
        sums.storedBytes(),
        sums.rawSha256(),
        sums.storedSha256(),
        draft.keyId(),
        saved.files,
        saved.dump,
        saved.warnings);
  }

  /// What became known while the source was read.
  private static final class Saved {
    private Optional<DumpFacts> dump = Optional.empty();
    private long files;
    private final List<String> warnings = new ArrayList<>();
  }

  private void write(BackupSource source, OutputStream out, Saved saved, Progress progress)
      throws IOException {
    switch (source) {
      case BackupSource.Database database -> {
        DumpReader reader = new DumpReader();
        parts
            .tools()
            .dump(database.login(), database.database(), new TeeOutput(out, reader), progress);
        DumpFacts facts = reader.facts();
        refuseUnfit(facts);
        saved.dump = Optional.of(facts);
      }
      case BackupSource.Folder folder -> {
        List<PathMatcher> excludes =
            folder.excludes().stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        tar(
            folder.path(),
            out,
            saved,
            path -> excludes.stream().anyMatch(exclude -> exclude.matches(path)));
      }
      case BackupSource.Own() -> {
        Path copy = parts.own().snapshot();
        try {
          tar(copy, out, saved, _ -> false);
        } finally {
          Folders.delete(copy);
        }
      }
    }
  }

  private static void tar(
      Path folder, OutputStream out, Saved saved, java.util.function.Predicate<Path> excluded)
      throws IOException {
    TarWriter tar = new TarWriter(out);
    tar.write(folder, excluded);
    saved.files = tar.files();
    saved.warnings.addAll(tar.warnings());
  }

  private static void refuseUnfit(DumpFacts facts) {
    if (!facts.complete()) {
      throw new BackupFailedException(
          Reason.TRUNCATED, "the dump has no last line; the server or its tool was cut off");
    }
    if (facts.tables().isEmpty()) {
      throw new BackupFailedException(
          Reason.MISSING, "the dump has no table; is the account allowed to read them?");
    }
    if (facts.leaves()) {
      throw new BackupFailedException(
          Reason.SOURCE, "the dump changes to a database by name and could not be restored safely");
    }
  }

  /// What looks wrong beside the backup before.
  private static void compare(Optional<Manifest> last, DumpFacts now, List<String> warnings) {
    Optional<DumpFacts> before = last.flatMap(Manifest::dump);
    if (before.isEmpty()) {
      return;
    }
    before
        .get()
        .tables()
        .forEach((name, table) -> {
          DumpFacts.Table here = now.tables().get(name);
          if (here == null) {
            warnings.add("table %s was in the last backup and is missing".formatted(name));
          } else if (here.rows() < table.rows() * 7 / 10) {
            warnings.add(
                "table %s has %d rows, %d in the last backup"
                    .formatted(name, here.rows(), table.rows()));
          }
        });
  }

  /// All backups, the newest first. Those without a manifest are not whole and not listed.
  public List<Backup> list() {
    return read("");
  }

  /// The backups of a job, the newest first.
  public List<Backup> list(String job) {
    return read(job + "/");
  }

  public Optional<Backup> newest(String job) {
    return list(job).stream().findFirst();
  }

  /// The backup with this id, or the newest of the job of this name.
  public Optional<Backup> find(String idOrJob) {
    if (plan.job(idOrJob).isPresent()) {
      return newest(idOrJob);
    }
    return list().stream().filter(one -> one.manifest().id().equals(idOrJob)).findFirst();
  }

  private List<Backup> read(String prefix) {
    List<String> names = store.list(prefix).stream().map(BackupStore.Entry::name).toList();
    List<Backup> backups = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith("/" + MANIFEST)) {
        Manifest manifest = Papers.manifest(name, store.read(name));
        backups.add(
            new Backup(
                manifest,
                proof(names, manifest.folder() + CHECK),
                proof(names, manifest.folder() + DRILL)));
      }
    }
    backups.sort(Comparator.comparing((Backup one) -> one.manifest().id()).reversed());
    return backups;
  }

  private Optional<Proof> proof(List<String> names, String name) {
    return names.contains(name)
        ? Optional.of(Papers.proof(name, store.read(name)))
        : Optional.empty();
  }

  /// Keeps what a check or drill found with the backup.
  void keep(Manifest manifest, Proof proof) {
    store.put(manifest.folder() + (proof.drill() ? DRILL : CHECK), Papers.write(proof));
  }

  /// Deletes the backups of a job whose time is over, and what aborted runs left.
  ///
  /// @param dryRun only tells
  /// @return ids of those deleted, oldest first
  public List<String> tidy(BackupJob job, boolean dryRun) {
    List<Backup> all = list(job.name());
    List<String> expired =
        job.keep()
            .expired(
                all.stream()
                    .map(one ->
                        new KeepPolicy.Generation(
                            one.manifest().id(), one.manifest().startedAt(), one.isProven()))
                    .toList(),
                plan.zone());
    if (!dryRun) {
      for (Backup one : all) {
        if (expired.contains(one.manifest().id())) {
          // without its manifest it is no backup any more, however far the rest gets
          store.delete(one.manifest().folder() + MANIFEST);
          store.list(one.manifest().folder()).forEach(entry -> store.delete(entry.name()));
        }
      }
    }
    return expired;
  }
}
