package io.mallwatch.server.commands;

import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.ops.backup.Backup;
import io.mallwatch.ops.backup.BackupFile;
import io.mallwatch.ops.backup.BackupJob;
import io.mallwatch.ops.backup.BackupPlan;
import io.mallwatch.ops.backup.BackupSource;
import io.mallwatch.ops.backup.Backups;
import io.mallwatch.ops.backup.Manifest;
import io.mallwatch.ops.backup.OwnStores;
import io.mallwatch.ops.backup.Proof;
import io.mallwatch.ops.backup.Restores;
import io.mallwatch.ops.backup.source.DatabaseTools;
import io.mallwatch.ops.backup.source.Login;
import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.BackupKey;
import io.mallwatch.ops.backup.store.Progress;
import io.mallwatch.ops.backup.store.SecretRef;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/// Takes, checks and restores backups by itself, without a server; docs/backups.md.
@Command(
    name = "backup",
    description = "Takes, proves and restores backups. 备份、校验、演练与恢复。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:good",
      "1:failed, or the backup is bad",
      "2:usage or configuration",
      "11:another run of the job is under way",
      "12:wrong key",
      "130:stopped"
    })
public final class BackupCommand {

  private static final int LOCKED = 11;
  private static final int WRONG_KEY = 12;
  private static final int STOPPED = 130;

  private final InstantSource clock;

  public BackupCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Option(
      names = {"-f", "--file"},
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      defaultValue = "${env:MALLWATCH_BACKUP_FILE:-backups.yml}",
      description = "What is backed up and where to (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("backups.yml");

  @Option(
      names = "--zone",
      scope = ScopeType.INHERIT,
      paramLabel = "ZONE",
      defaultValue = "Asia/Shanghai",
      description = "Where days of generations begin (default: ${DEFAULT-VALUE}).")
  private ZoneId zone = ZoneId.of("Asia/Shanghai");

  @Command(name = "run", description = "Takes a backup of one job, or of all. 立即备份。")
  int run(
      @Parameters(paramLabel = "JOB", arity = "0..*", description = "Default: all jobs.")
          @Nullable List<String> names) {
    return with(backups -> {
      int worst = Exit.GOOD;
      for (String name :
          names == null ? backups.plan().jobs().stream().map(BackupJob::name).toList() : names) {
        Optional<BackupJob> job = backups.plan().job(name);
        if (job.isEmpty()) {
          Exit.complain("there is no job " + name);
          return Exit.USAGE;
        }
        if (names == null && job.get().source() instanceof BackupSource.Own) {
          continue; // a server does that
        }
        worst = Math.max(worst, told(() -> run(backups, job.get())));
      }
      System.out.println(worst == Exit.GOOD ? "🎉 系统备份完成！" : "💥 备份失败 backup failed");
      return worst;
    });
  }

  private static int run(Backups backups, BackupJob job) {
    Manifest manifest = backups.run(job, new Progress());
    System.out.printf(
        Locale.ROOT,
        "✅ 备份完成: %s %s%s，%s → %s，%.1f s%n",
        job.name(),
        manifest.id(),
        rows(manifest),
        bytes(manifest.rawBytes()),
        bytes(manifest.storedBytes()),
        manifest.took().toMillis() / 1000.0);
    manifest.warnings().forEach(warning -> System.out.println("⚠️ " + warning));
    return Exit.GOOD;
  }

  private static String rows(Manifest manifest) {
    return manifest
        .dump()
        .map(dump -> "，%d 表 %d 行".formatted(dump.tables().size(), dump.rows()))
        .orElse("，%d 个文件".formatted(manifest.files()));
  }

  @Command(name = "list", description = "Lists the backups, the newest first. 列出备份。")
  int list(
      @Parameters(paramLabel = "JOB", arity = "0..1", description = "Default: all jobs.")
          @Nullable String job) {
    return with(backups -> {
      List<Backup> all = job == null ? backups.list() : backups.list(job);
      System.out.printf(
          "%-24s %-14s %-20s %10s %10s  %s%n", "ID", "JOB", "STARTED", "RAW", "STORED", "PROVEN");
      for (Backup one : all) {
        Manifest manifest = one.manifest();
        System.out.printf(
            "%-24s %-14s %-20s %10s %10s  %s%n",
            manifest.id(),
            manifest.job(),
            manifest.startedAt().toString().replaceAll("\\.\\d+", ""),
            bytes(manifest.rawBytes()),
            bytes(manifest.storedBytes()),
            proven(one));
      }
      return all.isEmpty() ? Exit.BAD : Exit.GOOD;
    });
  }

  private static String proven(Backup one) {
    if (one.isProven()) {
      return one.drill().isPresent() ? "drill" : "verified";
    }
    return one.check().isPresent() || one.drill().isPresent() ? "BAD" : "-";
  }

  @Command(
      name = "verify",
      description = "Reads a backup through: sums, key, last line, rows. 校验备份。")
  int verify(
      @Parameters(paramLabel = "ID|JOB", description = "A backup, or the newest of a job.")
          String which) {
    return with(backups ->
        found(
            backups,
            which,
            one -> {
              Proof proof = new Restores(backups).check(one.manifest(), new Progress());
              return tell(proof, "✅ 数据库备份文件完整", "❌ 数据库备份文件损坏", "✅ 备份验证完成");
            }));
  }

  @Command(
      name = "drill",
      description = "Restores a backup into scratch and compares it row by row. 恢复演练。")
  int drill(
      @Parameters(paramLabel = "ID|JOB", description = "A backup, or the newest of a job.")
          String which) {
    return with(backups ->
        found(
            backups,
            which,
            one -> {
              BackupJob job =
                  backups
                      .plan()
                      .job(one.manifest().job())
                      .orElseThrow(() ->
                          new BackupFailedException(
                              Reason.MISSING, "the file has no job " + one.manifest().job()));
              Proof proof = new Restores(backups).drill(job, one.manifest(), new Progress());
              return tell(
                  proof,
                  "✅ 恢复的数据与备份一致：%d 行或文件".formatted(proof.rows()),
                  "❌ 恢复的数据与备份不一致",
                  String.format(
                      Locale.ROOT,
                      "🎉 恢复演练完成！RTO %.1f s，RPO %d s",
                      proof.rtoSeconds(),
                      proof.rpoSeconds()));
            }));
  }

  private static int tell(Proof proof, String good, String bad, String end) {
    if (proof.good()) {
      System.out.println(good);
      System.out.println(end);
      return Exit.GOOD;
    }
    System.out.println(bad);
    proof.problems().forEach(problem -> System.out.println("  - " + problem));
    return Exit.BAD;
  }

  @Command(
      name = "restore",
      description = "Brings a backup back, beside what is there unless --over is given. 恢复备份。")
  int restore(
      @Parameters(
              index = "0",
              paramLabel = "ID|JOB",
              description = "A backup, or the newest of a job.")
          String which,
      @Option(
              names = "--to",
              required = true,
              paramLabel = "DATABASE|FOLDER",
              description = "Where it goes; made when it is not there.")
          String target,
      @Option(names = "--over", description = "Write over what is there.") boolean over,
      @Option(
              names = "--host",
              paramLabel = "HOST",
              description = "Another server; default: that of the job.")
          @Nullable String host,
      @Option(names = "--port", paramLabel = "N", defaultValue = "3306") int port,
      @Option(names = "--user", paramLabel = "NAME", defaultValue = "root") String user,
      @Option(
              names = "--password-env",
              paramLabel = "NAME",
              defaultValue = "",
              description = "Environment variable with the password for --host.")
          String passwordVariable) {
    return with(backups ->
        found(
            backups,
            which,
            one -> {
              Manifest manifest = one.manifest();
              Restores restores = new Restores(backups);
              if (manifest.dump().isEmpty()) {
                restores.restoreFolder(manifest, Path.of(target), over, new Progress());
              } else {
                Login login =
                    host == null
                        ? login(backups.plan(), manifest)
                        : new Login(host, port, "", user, new SecretRef(passwordVariable, ""));
                restores.restoreDatabase(manifest, login, target, over, new Progress());
              }
              System.out.println("✅ 已恢复 " + manifest.id() + " → " + target);
              return Exit.GOOD;
            }));
  }

  private static Login login(BackupPlan plan, Manifest manifest) {
    return plan.job(manifest.job())
        .map(BackupJob::source)
        .filter(BackupSource.Database.class::isInstance)
        .map(source -> ((BackupSource.Database) source).login())
        .orElseThrow(() ->
            new BackupFailedException(
                Reason.MISSING,
                "the file has no database job %s; give --host".formatted(manifest.job())));
  }

  @Command(name = "tidy", description = "Deletes generations whose time is over. 清理过期备份。")
  int tidy(@Option(names = "--dry-run", description = "Only tells.") boolean dryRun) {
    return with(backups -> {
      for (BackupJob job : backups.plan().jobs()) {
        for (String id : backups.tidy(job, dryRun)) {
          System.out.println((dryRun ? "would delete " : "deleted ") + job.name() + "/" + id);
        }
      }
      System.out.println("✅ 过期备份清理完成");
      return Exit.GOOD;
    });
  }

  @Command(
      name = "key",
      description = "Makes a key to encrypt backups with; keep a copy elsewhere. 生成加密密钥。")
  int key(
      @Parameters(paramLabel = "FILE", description = "A file that is not there yet.") Path target) {
    return told(() -> {
      BackupKey key = BackupKey.create(target, new SecureRandom());
      System.out.println("key " + key.id() + " is in " + target);
      return Exit.GOOD;
    });
  }

  private static int found(Backups backups, String which, ToIntFunction<Backup> work) {
    Optional<Backup> one = backups.find(which);
    if (one.isEmpty()) {
      Exit.complain("there is no backup %s in %s".formatted(which, backups.where()));
      return Exit.BAD;
    }
    return work.applyAsInt(one.get());
  }

  private int with(ToIntFunction<Backups> work) {
    BackupPlan plan;
    try {
      plan = BackupFile.read(file, zone);
    } catch (InvalidFileException e) {
      e.problems().forEach(problem -> Exit.complain(problem.toString()));
      return Exit.USAGE;
    }
    return told(() -> {
      try (Backups backups = Backups.open(plan, parts())) {
        return work.applyAsInt(backups);
      }
    });
  }

  private Backups.Parts parts() {
    Map<String, String> environment = System.getenv();
    return new Backups.Parts(
        new DatabaseTools(environment),
        OwnStores.none(),
        environment,
        Path.of(System.getProperty("java.io.tmpdir"), "mallwatch-backup-locks"),
        clock,
        new SecureRandom());
  }

  private static int told(java.util.function.IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (BackupFailedException e) {
      Exit.complain("%s: %s".formatted(e.reason().text(), e.getMessage()));
      return switch (e.reason()) {
        case LOCKED -> LOCKED;
        case WRONG_KEY -> WRONG_KEY;
        case CANCELLED -> STOPPED;
        default -> Exit.BAD;
      };
    }
  }

  private static String bytes(long bytes) {
    double value = bytes;
    for (String unit : List.of("B", "KiB", "MiB", "GiB")) {
      if (value < 1024) {
        return String.format(Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", value, unit);
      }
      value /= 1024;
    }
    return String.format(Locale.ROOT, "%.1f TiB", value);
  }
}
