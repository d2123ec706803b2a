package io.mallwatch.samplemall.store;

import io.mallwatch.samplemall.MallProperties;
import io.mallwatch.samplemall.MallProperties.DatabaseChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The database that this run uses. A private MariaDB starts in the background while the rest of
/// the mall does; [#awaitReady()] waits for it.
public final class MallDatabase implements AutoCloseable {
  private final String description;
  private final String url;
  private final String user;
  private final String password;
  private final CompletableFuture<Void> ready;
  private final @Nullable MariaDbServer server;

  private MallDatabase(
      String description,
      String url,
      String user,
      String password,
      CompletableFuture<Void> ready,
      @Nullable MariaDbServer server) {
    this.description = description;
    this.url = url;
    this.user = user;
    this.password = password;
    this.ready = ready;
    this.server = server;
  }

  /// Chooses by the properties and begins to start.
  public static MallDatabase open(MallProperties properties, RandomGenerator random) {
    String given = properties.jdbcUrl();
    if (given != null && !given.isBlank()) {
      return new MallDatabase(
          given, given, properties.jdbcUser(), properties.jdbcPassword(), done(), null);
    }
    boolean mariaDb =
        properties.database() == DatabaseChoice.MARIADB
            || (properties.database() == DatabaseChoice.AUTO && MariaDbServer.installed());
    return mariaDb ? startMariaDb(properties.dataDir(), random) : h2(properties.dataDir());
  }

  private static MallDatabase h2(Path dataDir) {
    String url =
        "jdbc:h2:file:"
            + dataDir.toAbsolutePath().resolve("h2").resolve("mall")
            + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
            + ";LOCK_TIMEOUT=15000;DB_CLOSE_ON_EXIT=FALSE";
    return new MallDatabase("H2, embedded", url, "sa", "", done(), null);
  }

  private static MallDatabase startMariaDb(Path dataDir, RandomGenerator random) {
    int port = FreePort.find();
    var server = new MariaDbServer(dataDir.resolve("mariadb"), port, random);
    var ready = new CompletableFuture<Void>();
    var starter =
        new Thread(
            () -> {
              try {
                server.start();
                ready.complete(null);
              } catch (IOException | SQLException | RuntimeException failed) {
                ready.completeExceptionally(failed);
              } catch (InterruptedException interrupted) {
                ready.completeExceptionally(interrupted);
                Thread.currentThread().interrupt();
              }
            },
            "mallwatch-mall-mariadb");
    starter.setDaemon(true);
    starter.start();
    return new MallDatabase(
        "MariaDB, private, on 127.0.0.1:" + port,
        server.url(),
        MariaDbServer.USER,
        server.password(),
        ready,
        server);
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  /// Waits until the database answers.
  ///
  /// @throws IllegalStateException if it cannot be started; the message says where to look
  public void awaitReady() {
    try {
      ready.join();
    } catch (CompletionException failed) {
      Throwable cause = failed.getCause();
      throw new IllegalStateException(
          cause == null ? failed.getMessage() : cause.getMessage(), cause);
    }
  }

  /// Notes for other programs (backups) how to reach the database, readable by the owner alone.
  public void writeAccess(Path dataDir) throws IOException {
    Path file = dataDir.resolve("database.properties");
    Files.createDirectories(dataDir);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, "url=%s%nuser=%s%npassword=%s%n".formatted(url, user, password));
  }

  /// What it is, for people.
  public String description() {
    return description;
  }

  public String url() {
    return url;
  }

  public String user() {
    return user;
  }

  public String password() {
    return password;
  }

  /// Whether it is embedded in this process and shares its memory.
  public boolean embedded() {
    return url.startsWith("jdbc:h2:");
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
