package io.mallwatch.ops.backup.source;

import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A MariaDB server in a temporary folder that only a local socket reaches; closing it stops it and
/// deletes the folder.
public final class PrivateServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final Process process;
  private final Login login;

  private PrivateServer(Path folder, Process process, Login login) {
    this.folder = folder;
    this.process = process;
    this.login = login;
  }

  /// Makes an empty server and waits until it answers.
  ///
  /// @throws BackupFailedException `MISSING` when this machine has no server program
  public static PrivateServer start(DatabaseTools tools) {
    String install = tools.find("mariadb-install-db", "mysql_install_db");
    String server = tools.find("mariadbd", "mysqld");
    String user = System.getProperty("user.name", "root");
    try {
      Path folder = Files.createTempDirectory("mallwatch-drill-");
      Path data = folder.resolve("data");
      Path socket = folder.resolve("s");
      await(
          command(
              folder,
              install,
              "--no-defaults",
              "--datadir=" + data,
              "--user=" + user,
              "--auth-root-authentication-method=normal",
              "--skip-test-db"));
      Process process =
          command(
              folder,
              server,
              "--no-defaults",
              "--datadir=" + data,
              "--user=" + user,
              "--socket=" + socket,
              "--pid-file=" + folder.resolve("pid"),
              "--skip-networking",
              "--innodb-flush-log-at-trx-commit=0",
              "--innodb-buffer-pool-size=64M",
              "--log-bin-trust-function-creators=1");
      Login login = new Login("", 0, socket.toString(), "root", SecretRef.NONE);
      PrivateServer started = new PrivateServer(folder, process, login);
      started.awaitAnswer(tools);
      return started;
    } catch (IOException e) {
      throw BackupFailedException.of("scratch server", e);
    }
  }

  private static Process command(Path folder, String... command) throws IOException {
    return new ProcessBuilder(List.of(command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        var _ = process.destroyForcibly();
        throw new BackupFailedException(Reason.SOURCE, "the scratch server cannot be made");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupFailedException(Reason.CANCELLED, "the run was stopped", e);
    }
  }

  private void awaitAnswer(DatabaseTools tools) {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try {
        var _ = tools.execute(login, "SELECT 1");
        return;
      } catch (BackupFailedException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          close();
          throw e;
        }
      }
      try {
        Thread.sleep(Duration.ofMillis(50));
      } catch (InterruptedException e) {
        close();
        Thread.currentThread().interrupt();
        throw new BackupFailedException(Reason.CANCELLED, "the run was stopped", e);
      }
    }
  }

  /// Its superuser.
  public Login login() {
    return login;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        var _ = process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      var _ = process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw BackupFailedException.of("scratch server", e);
    }
  }
}
