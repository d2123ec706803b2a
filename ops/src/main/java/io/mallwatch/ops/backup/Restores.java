package io.mallwatch.ops.backup;

import io.mallwatch.ops.backup.source.DumpFacts;
import io.mallwatch.ops.backup.source.DumpReader;
import io.mallwatch.ops.backup.source.Folders;
import io.mallwatch.ops.backup.source.Login;
import io.mallwatch.ops.backup.source.PrivateServer;
import io.mallwatch.ops.backup.source.TarReader;
import io.mallwatch.ops.backup.source.TarWriter;
import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.BackupKey;
import io.mallwatch.ops.backup.store.Digests;
import io.mallwatch.ops.backup.store.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Proves backups and brings them back. A check reads a backup through; a drill restores it into
/// scratch, saves the scratch again and compares the two row by row. Thread-safe.
public final class Restores {

  private final Backups backups;

  public Restores(Backups backups) {
    this.backups = backups;
  }

  /// Reads a backup through and keeps what it found.
  ///
  /// @throws BackupFailedException when nothing can be said: no key, no way to the repository
  public Proof check(Manifest manifest, Progress progress) {
    progress.phase(Progress.Phase.CHECKING);
    Proof proof = proof(manifest, false, readThrough(manifest, progress), 0, Duration.ZERO);
    backups.keep(manifest, proof);
    return proof;
  }

  private Proof proof(
      Manifest manifest, boolean drill, List<String> problems, long rows, Duration rto) {
    Instant now = backups.parts().clock().instant();
    return new Proof(
        now,
        drill,
        problems.isEmpty(),
        problems,
        rows,
        rto.toMillis() / 1000.0,
        drill ? Duration.between(manifest.startedAt(), now).toSeconds() : 0);
  }

  /// What is wrong with the stored bytes.
  private List<String> readThrough(Manifest manifest, Progress progress) {
    List<String> problems = new ArrayList<>();
    DumpReader reader = new DumpReader();
    boolean database = manifest.dump().isPresent();
    OutputStream sink = database ? reader : OutputStream.nullOutputStream();
    try {
      Pipeline.Sums sums =
          Pipeline.load(
              backups.store(), manifest, backups.key(), progress, in -> in.transferTo(sink));
      if (sums.storedBytes() != manifest.storedBytes()) {
        problems.add(
            "the stored file has %d bytes, %d were written"
                .formatted(sums.storedBytes(), manifest.storedBytes()));
      }
      if (!sums.storedSha256().equals(manifest.storedSha256())) {
        problems.add("the stored file is not what was written: its SHA-256 differs");
      }
      if (!sums.rawSha256().equals(manifest.rawSha256())) {
        problems.add("what was saved is not what comes back: its SHA-256 differs");
      }
    } catch (BackupFailedException e) {
      switch (e.reason()) {
        case TRUNCATED, DAMAGED, MISSING -> problems.add(String.valueOf(e.getMessage()));
        default -> throw e;
      }
      return problems;
    }
    if (database && !reader.facts().complete()) {
      problems.add("the dump has no last line: it was cut off");
    }
    if (database) {
      problems.addAll(differences(manifest.dump().orElseThrow(), reader.facts()));
    }
    return problems;
  }

  /// Restores a backup into scratch, compares it with what was saved, and keeps what it found. The
  /// scratch is gone afterwards, whatever happens.
  ///
  /// @throws BackupFailedException when nothing can be said of the backup
  public Proof drill(BackupJob job, Manifest manifest, Progress progress) {
    try (JobLock _ = backups.lock(job.name())) {
      progress.phase(Progress.Phase.CHECKING);
      List<String> problems = readThrough(manifest, progress);
      Proof proof;
      if (!problems.isEmpty()) {
        proof = proof(manifest, true, problems, 0, Duration.ZERO);
      } else if (job.source() instanceof BackupSource.Database database) {
        proof = drillDatabase(job, database, manifest, progress);
      } else {
        proof = drillFolder(manifest, progress);
      }
      backups.keep(manifest, proof);
      return proof;
    }
  }

  private Proof drillDatabase(
      BackupJob job, BackupSource.Database database, Manifest manifest, Progress progress) {
    long began = System.nanoTime();
    return switch (job.scratch()) {
      case BackupJob.Scratch.SameServer() -> drillAt(database.login(), manifest, progress, began);
      case BackupJob.Scratch.OtherServer(Login login) -> drillAt(login, manifest, progress, began);
      case BackupJob.Scratch.PrivateServer() -> {
        try (PrivateServer server = PrivateServer.start(backups.parts().tools())) {
          yield drillAt(server.login(), manifest, progress, began);
        }
      }
    };
  }

  private Proof drillAt(Login login, Manifest manifest, Progress progress, long began) {
    String scratch = "mw_drill_%08x".formatted(backups.parts().random().nextInt());
    progress.phase(Progress.Phase.LOADING);
    var _ = backups.parts().tools().execute(login, "CREATE DATABASE `%s`".formatted(scratch));
    try {
      List<String> problems = new ArrayList<>();
      try {
        loadDatabase(login, scratch, manifest, progress);
      } catch (BackupFailedException e) {
        if (e.reason() != Reason.SOURCE) {
          throw e;
        }
        problems.add("it cannot be loaded: " + e.getMessage());
      }
      Duration rto = Duration.ofNanos(System.nanoTime() - began);
      DumpReader reader = new DumpReader();
      if (problems.isEmpty()) {
        progress.phase(Progress.Phase.COMPARING);
        backups.parts().tools().dump(login, scratch, reader, progress);
        problems.addAll(differences(manifest.dump().orElseThrow(), reader.facts()));
      }
      return proof(manifest, true, problems, reader.facts().rows(), rto);
    } finally {
      var _ = backups.parts().tools().execute(login, "DROP DATABASE `%s`".formatted(scratch));
    }
  }

  private void loadDatabase(Login login, String database, Manifest manifest, Progress progress) {
    var _ =
        Pipeline.load(
            backups.store(),
            manifest,
            backups.key(),
            progress,
            in -> backups.parts().tools().load(login, database, in, progress));
  }

  private Proof drillFolder(Manifest manifest, Progress progress) {
    try {
      Path scratch = Files.createTempDirectory("mallwatch-drill-");
      try {
        long began = System.nanoTime();
        progress.phase(Progress.Phase.LOADING);
        unpack(manifest, scratch, progress);
        Duration rto = Duration.ofNanos(System.nanoTime() - began);
        progress.phase(Progress.Phase.COMPARING);
        List<String> problems = new ArrayList<>();
        DigestOutputStream again =
            new DigestOutputStream(OutputStream.nullOutputStream(), Digests.sha256());
        TarWriter tar = new TarWriter(again);
        tar.write(scratch, _ -> false);
        if (tar.files() != manifest.files()) {
          problems.add("%d files came back of %d".formatted(tar.files(), manifest.files()));
        }
        String sum = HexFormat.of().formatHex(again.getMessageDigest().digest());
        if (!sum.equals(manifest.rawSha256())) {
          problems.add("the files that came back are not those that were saved");
        }
        return proof(manifest, true, problems, tar.files(), rto);
      } finally {
        Folders.delete(scratch);
      }
    } catch (IOException e) {
      throw BackupFailedException.of("scratch folder", e);
    }
  }

  private void unpack(Manifest manifest, Path target, Progress progress) {
    Optional<BackupKey> key = backups.key();
    var _ =
        Pipeline.load(
            backups.store(), manifest, key, progress, in -> new TarReader(in).unpack(target));
  }

  /// Loads a backup into a database, which is made when it is not there.
  ///
  /// @param over whether a database that has tables may be written over
  public void restoreDatabase(
      Manifest manifest, Login login, String database, boolean over, Progress progress) {
    if (!database.matches("[A-Za-z0-9_$-]{1,64}")) {
      throw new IllegalArgumentException("not a name of a database: " + database);
    }
    var _ =
        backups
            .parts()
            .tools()
            .execute(login, "CREATE DATABASE IF NOT EXISTS `%s`".formatted(database));
    String tables =
        backups.parts().tools().execute(login, "SHOW TABLES FROM `%s`".formatted(database));
    if (!tables.isBlank() && !over) {
      throw new BackupFailedException(
          Reason.SOURCE,
          "database %s has tables; restore beside it, or say that they may be written over"
              .formatted(database));
    }
    progress.phase(Progress.Phase.LOADING);
    loadDatabase(login, database, manifest, progress);
  }

  /// Unpacks a backup of files into a folder, which is made when it is not there.
  ///
  /// @param over whether a folder that holds something may be written into
  public void restoreFolder(Manifest manifest, Path target, boolean over, Progress progress) {
    if (Files.exists(target) && !over) {
      try (Stream<Path> children = Files.list(target)) {
        if (children.findAny().isPresent()) {
          throw new BackupFailedException(
              Reason.SOURCE, target + " is not empty; restore beside it, or say that it may be");
        }
      } catch (IOException e) {
        throw BackupFailedException.of(target.toString(), e);
      }
    }
    progress.phase(Progress.Phase.LOADING);
    unpack(manifest, target, progress);
  }

  /// How a database that came back differs from the dump it came from, each in one sentence.
  static List<String> differences(DumpFacts saved, DumpFacts restored) {
    List<String> found = new ArrayList<>();
    Map<String, DumpFacts.Table> rest = new TreeMap<>(restored.tables());
    saved
        .tables()
        .forEach((name, table) -> {
          DumpFacts.Table other = rest.remove(name);
          if (other == null) {
            found.add("table %s is missing".formatted(name));
          } else if (other.rows() != table.rows()) {
            found.add(
                "table %s has %d rows, %d were saved".formatted(name, other.rows(), table.rows()));
          } else if (!other.content().equals(table.content())) {
            found.add("rows of table %s are not those that were saved".formatted(name));
          } else if (!other.schema().equals(table.schema())) {
            found.add("the definition of table %s is another".formatted(name));
          }
        });
    rest.keySet().forEach(name -> found.add("table %s was not saved".formatted(name)));
    if (!saved.objects().equals(restored.objects())) {
      found.add(
          "views, triggers, routines and events are %s, %s were saved"
              .formatted(restored.objects(), saved.objects()));
    }
    return found;
  }
}
