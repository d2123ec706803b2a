package io.mallwatch.samplemall.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A private MariaDB on a loopback port, its data below the mall's folder, tuned for a demo: small
/// buffers, and a crash of the machine may lose the last second.
final class MariaDbServer implements AutoCloseable {
  static final String USER = "mall";
  private static final Duration INSTALL = Duration.ofSeconds(60);
  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final int port;
  private final String password;
  private volatile @Nullable ChildProcess process;

  MariaDbServer(Path folder, int port, RandomGenerator random) {
    this.folder = folder.toAbsolutePath();
    this.port = port;
    this.password = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  static boolean installed() {
    return ChildProcess.find("mariadbd").isPresent()
        && ChildProcess.find("mariadb-install-db").isPresent();
  }

  String url() {
    return "jdbc:mariadb://127.0.0.1:"
        + port
        + "/mall?sslMode=disable&useServerPrepStmts=false&rewriteBatchedStatements=true"
        + "&connectTimeout=3000&timezone=UTC";
  }

  String password() {
    return password;
  }

  /// Installs the data folder if it is new, starts the server and waits until it answers.
  void start() throws IOException, SQLException, InterruptedException {
    Path data = folder.resolve("data");
    Path log = folder.resolve("mariadb.log");
    Files.createDirectories(folder);
    if (!Files.isDirectory(data.resolve("mysql"))) {
      install(data, log);
    }
    Path init = folder.resolve("init.sql");
    writePrivately(
        init,
        "CREATE DATABASE IF NOT EXISTS mall CHARACTER SET utf8mb4;\n"
            + "CREATE OR REPLACE USER 'mall'@'127.0.0.1' IDENTIFIED BY '%s';\n".formatted(password)
            + "GRANT ALL ON mall.* TO 'mall'@'127.0.0.1';\n"
            + "GRANT PROCESS ON *.* TO 'mall'@'127.0.0.1';\n");
    var command = new ArrayList<String>();
    command.add(ChildProcess.find("mariadbd").orElseThrow().toString());
    command.addAll(
        List.of(
            "--no-defaults",
            "--datadir=" + data,
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--socket=" + socket(),
            "--pid-file=" + folder.resolve("mariadb.pid"),
            "--init-file=" + init,
            "--skip-name-resolve",
            "--skip-log-bin",
            "--max-connections=100",
            "--performance-schema=OFF",
            "--innodb-buffer-pool-size=64M",
            "--innodb-log-file-size=48M",
            "--innodb-flush-log-at-trx-commit=2",
            "--innodb-lock-wait-timeout=15",
            "--default-time-zone=+00:00"));
    command.addAll(userArgument());
    ChildProcess started = ChildProcess.start("mariadb", command, log);
    process = started;
    awaitAnswer(started, log);
  }

  private void install(Path data, Path log) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(ChildProcess.find("mariadb-install-db").orElseThrow().toString());
    command.addAll(
        List.of(
            "--no-defaults",
            "--datadir=" + data,
            "--auth-root-authentication-method=normal",
            "--skip-test-db"));
    command.addAll(userArgument());
    Process install =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (!install.waitFor(INSTALL.toSeconds(), TimeUnit.SECONDS)) {
      install.destroyForcibly();
      throw new IOException("mariadb-install-db did not end within a minute; see " + log);
    }
    if (install.exitValue() != 0) {
      throw new IOException("mariadb-install-db failed; see " + log);
    }
  }

  private void awaitAnswer(ChildProcess started, Path log)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (true) {
      try (Connection answered = DriverManager.getConnection(url(), USER, password)) {
        if (answered.isValid(1)) {
          return;
        }
      } catch (SQLException notYet) {
        if (System.nanoTime() > deadline || !started.isAlive()) {
          throw new SQLException("MariaDB does not answer; see " + log, notYet);
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static List<String> userArgument() {
    return "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
  }

  /// Socket paths are limited to some 100 bytes (unix(7)), so a deep folder falls back to the
  /// temporary one.
  private Path socket() {
    Path here = folder.resolve("mariadb.sock");
    return here.toString().length() < 100
        ? here
        : Path.of(System.getProperty("java.io.tmpdir"), "mall-" + port + ".sock");
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  @Override
  public void close() {
    ChildProcess started = process;
    if (started != null) {
      started.close();
    }
  }
}
