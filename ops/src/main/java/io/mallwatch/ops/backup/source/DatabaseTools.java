package io.mallwatch.ops.backup.source;

import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.Progress;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The command-line tools of MariaDB or MySQL on this machine. Passwords reach them by a file that
/// only this user can read and that is deleted afterwards; never by a command line, which everybody
/// on the machine can see.
public final class DatabaseTools {

  private static final int MOST_ERROR_TEXT = 8_192;

  private final Map<String, String> environment;

  /// @param environment where `PATH` and secrets are
  public DatabaseTools(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// Writes a consistent dump of one database, without changing to it by name, so that it can be
  /// loaded into another.
  public void dump(Login login, String database, OutputStream out, Progress progress) {
    run(
        login,
        List.of(
            find("mariadb-dump", "mysqldump"),
            "--single-transaction",
            "--quick",
            "--routines",
            "--triggers",
            "--events",
            "--hex-blob",
            "--default-character-set=utf8mb4",
            database),
        InputStream.nullInputStream(),
        out,
        progress);
  }

  /// Loads a dump into a database that is there.
  public void load(Login login, String database, InputStream dump, Progress progress) {
    run(
        login,
        List.of(
            find("mariadb", "mysql"), "--default-character-set=utf8mb4", "--binary-mode", database),
        dump,
        OutputStream.nullOutputStream(),
        progress);
  }

  /// Runs one statement and returns what it answers, a row a line.
  public String execute(Login login, String sql) {
    java.io.ByteArrayOutputStream answer = new java.io.ByteArrayOutputStream();
    run(
        login,
        List.of(
            find("mariadb", "mysql"),
            "--batch",
            "--skip-column-names",
            "--default-character-set=utf8mb4",
            "--execute=" + sql),
        InputStream.nullInputStream(),
        answer,
        new Progress());
    return answer.toString(StandardCharsets.UTF_8);
  }

  /// The first of `names` that is on the path.
  ///
  /// @throws BackupFailedException `MISSING` when none is
  String find(String... names) {
    String path = environment.getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin";
    for (String name : names) {
      for (String folder : path.split(":", -1)) {
        if (!folder.isEmpty() && new File(folder, name).canExecute()) {
          return new File(folder, name).getPath();
        }
      }
    }
    throw new BackupFailedException(
        Reason.MISSING,
        "%s is not installed on this machine (package mariadb-client)"
            .formatted(String.join(" or ", names)));
  }

  private void run(
      Login login, List<String> command, InputStream in, OutputStream out, Progress progress) {
    Path options = OptionFile.write(login, environment);
    try {
      List<String> whole = new ArrayList<>(command);
      whole.add(1, "--defaults-extra-file=" + options);
      ProcessBuilder builder = new ProcessBuilder(whole);
      builder.environment().put("LC_ALL", "C");
      builder.environment().remove("MYSQL_PWD");
      Process process = builder.start();
      progress.stopBy(process::destroyForcibly);
      StringBuilder errors = new StringBuilder();
      AtomicReference<@Nullable Exception> unreadable = new AtomicReference<>();
      Thread reader =
          Thread.ofVirtual().name("mallwatch-backup-errors").start(() -> errors(process, errors));
      Thread feeder =
          Thread.ofVirtual()
              .name("mallwatch-backup-feed")
              .start(() -> feed(process, in, unreadable));
      try {
        process.getInputStream().transferTo(out);
        int code = process.waitFor();
        feeder.join();
        reader.join();
        progress.stopBy(null);
        switch (unreadable.get()) {
          case BackupFailedException e -> throw e;
          case IOException e -> throw e;
          case null, default -> {
            // all was read, or the tool did not want it
          }
        }
        if (code != 0) {
          throw failed(command.getFirst(), code, errors.toString(), login);
        }
      } finally {
        var _ = process.destroyForcibly();
      }
    } catch (IOException e) {
      progress.throwIfCancelled();
      throw BackupFailedException.of(Path.of(command.getFirst()).getFileName().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupFailedException(Reason.CANCELLED, "the run was stopped", e);
    } finally {
      OptionFile.delete(options);
    }
  }

  /// Gives the tool its input. When that cannot be read the tool is stopped, since it would take
  /// the end for the true one.
  private static void feed(
      Process process, InputStream in, AtomicReference<@Nullable Exception> unreadable) {
    byte[] buffer = new byte[1 << 16];
    try (OutputStream to = process.getOutputStream()) {
      while (true) {
        int read;
        try {
          read = in.read(buffer);
        } catch (IOException | BackupFailedException e) {
          unreadable.set(e);
          var _ = process.destroyForcibly();
          return;
        }
        if (read < 0) {
          return;
        }
        to.write(buffer, 0, read);
      }
    } catch (IOException _) {
      // the tool ended before it had read all; its exit code and words tell why
    }
  }

  private static void errors(Process process, StringBuilder errors) {
    try (InputStream from = process.getErrorStream()) {
      errors.append(new String(from.readNBytes(MOST_ERROR_TEXT), StandardCharsets.UTF_8));
      from.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // what was read so far is enough
    }
  }

  private static BackupFailedException failed(String tool, int code, String errors, Login login) {
    String text =
        errors
            .lines()
            .filter(line -> !line.isBlank() && !line.contains("[Warning]"))
            .findFirst()
            .orElse("no reason given")
            .strip();
    return new BackupFailedException(
        reason(errors),
        "%s at %s ended with %d: %s"
            .formatted(Path.of(tool).getFileName(), login.where(), code, text));
  }

  private static Reason reason(String errors) {
    String text = errors.toLowerCase(Locale.ROOT);
    if (text.contains("access denied")
        || text.contains("expired")
        || text.contains("must set password")
        || text.contains("must change your password")
        || text.contains("error 1045")
        || text.contains("command denied")) {
      return Reason.CREDENTIAL;
    }
    if (text.contains("can't connect")
        || text.contains("lost connection")
        || text.contains("unknown mysql server host")
        || text.contains("unknown server host")) {
      return Reason.UNREACHABLE;
    }
    if (text.contains("no space left") || text.contains("is full")) {
      return Reason.DISK_FULL;
    }
    return text.contains("unknown database") ? Reason.MISSING : Reason.SOURCE;
  }
}
