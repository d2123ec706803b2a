package io.mallwatch.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.ops.backup.source.DatabaseTools;
import io.mallwatch.ops.backup.source.DumpFacts;
import io.mallwatch.ops.backup.source.Login;
import io.mallwatch.ops.backup.source.PrivateServer;
import io.mallwatch.ops.backup.store.BackupFailedException;
import io.mallwatch.ops.backup.store.BackupFailedException.Reason;
import io.mallwatch.ops.backup.store.FolderStore;
import io.mallwatch.ops.backup.store.Progress;
import io.mallwatch.ops.backup.store.SecretRef;
import io.mallwatch.testkit.FakeClock;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Against a real MariaDB in a temporary folder.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseBackupTest {

  private static final String SCHEMA =
      """
      DROP DATABASE IF EXISTS mall; CREATE DATABASE mall CHARACTER SET utf8mb4; USE mall;
      CREATE TABLE users (id INT PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50), avatar BLOB);
      CREATE TABLE purchase_orders (id INT PRIMARY KEY, amount DECIMAL(10,2), note TEXT);
      CREATE TABLE audit (line TEXT);
      INSERT INTO users (name, avatar) VALUES ('张三', x'00ff27'), ('O\\'Brien; (x)', NULL);
      INSERT INTO purchase_orders SELECT seq, seq / 100, REPEAT('备注', seq % 50)
        FROM seq_1_to_5000;
      CREATE VIEW paid AS SELECT * FROM purchase_orders WHERE amount > 1;
      CREATE TRIGGER named BEFORE INSERT ON users FOR EACH ROW SET NEW.name = TRIM(NEW.name);
      CREATE FUNCTION twice(a INT) RETURNS INT DETERMINISTIC RETURN a * 2;
      """;

  @TempDir Path dir;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-23T02:00:00Z"));
  private final Progress progress = new Progress();
  private final DatabaseTools tools = new DatabaseTools(System.getenv());
  private PrivateServer server;
  private Backups backups;

  @BeforeAll
  void start() {
    Assumptions.assumeTrue(
        new File("/usr/sbin/mariadbd").canExecute()
            && new File("/usr/bin/mariadb-dump").canExecute(),
        "MariaDB is not installed");
    server = PrivateServer.start(tools);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void fill() {
    var _ = tools.execute(server.login(), SCHEMA.replace("\n", " "));
    backups = backups(job(server.login(), new BackupJob.Scratch.SameServer()));
  }

  private static BackupJob job(Login login, BackupJob.Scratch scratch) {
    return new BackupJob(
        "mall",
        new BackupSource.Database(login, "mall"),
        Optional.empty(),
        Optional.empty(),
        KeepPolicy.DEFAULT,
        scratch);
  }

  private Backups backups(BackupJob job) {
    return new Backups(
        new BackupPlan(
            new BackupPlan.Repository.Folder(dir),
            SecretRef.NONE,
            ZoneId.of("Asia/Shanghai"),
            List.of(job)),
        new FolderStore(dir),
        new Backups.Parts(
            tools,
            OwnStores.none(),
            Map.of("PW", "new"),
            dir.resolve("locks"),
            clock,
            new Random(3)));
  }

  private BackupJob job() {
    return backups.plan().jobs().getFirst();
  }

  private Manifest run() {
    clock.advance(Duration.ofMinutes(1));
    return backups.run(job(), progress);
  }

  private static BackupFailedException failed(Runnable work) {
    return catchThrowableOfType(BackupFailedException.class, work::run);
  }

  @Test
  void aDumpIsCountedRestoredComparedAndTheScratchIsDropped() {
    Manifest manifest = run();

    DumpFacts facts = manifest.dump().orElseThrow();
    assertThat(facts.tables()).containsOnlyKeys("users", "purchase_orders", "audit");
    assertThat(facts.table("purchase_orders").orElseThrow().rows()).isEqualTo(5_000);
    assertThat(facts.objects()).isEqualTo(Map.of("view", 1, "trigger", 1, "routine", 1));
    Proof proof = new Restores(backups).drill(job(), manifest, progress);
    assertThat(proof.problems()).isEmpty();
    assertThat(proof.rows()).isEqualTo(5_002);
    assertThat(proof.rtoSeconds()).isPositive();
    assertThat(tools.execute(server.login(), "SHOW DATABASES")).doesNotContain("mw_drill");
  }

  @Test
  void aDrillCanHaveAServerOfItsOwn() {
    backups = backups(job(server.login(), new BackupJob.Scratch.PrivateServer()));

    assertThat(new Restores(backups).drill(job(), run(), progress).problems()).isEmpty();
  }

  @Test
  void whatIsRestoredIsWhatWasSaved() {
    Manifest manifest = run();
    Restores restores = new Restores(backups);

    restores.restoreDatabase(manifest, server.login(), "copy", false, progress);

    String sum = "CHECKSUM TABLE %s.users, %s.purchase_orders";
    assertThat(tools.execute(server.login(), sum.formatted("copy", "copy")).replace("copy", "mall"))
        .isEqualTo(tools.execute(server.login(), sum.formatted("mall", "mall")));
    assertThat(
            failed(
                () -> restores.restoreDatabase(manifest, server.login(), "copy", false, progress)))
        .hasMessageContaining("has tables");
    restores.restoreDatabase(manifest, server.login(), "copy", true, progress);
    var _ = tools.execute(server.login(), "DROP DATABASE copy");
  }

  @Test
  void aTableThatIsMissingIsToldByTheNextRunAndByADrill() {
    Manifest first = run();
    var _ = tools.execute(server.login(), "DROP TABLE mall.audit");
    Manifest second = run();
    assertThat(second.warnings())
        .containsExactly("table audit was in the last backup and is missing");

    Map<String, DumpFacts.Table> tables = new TreeMap<>(first.dump().orElseThrow().tables());
    DumpFacts facts = second.dump().orElseThrow();
    Manifest claiming =
        manifest(
            second,
            new DumpFacts(facts.server(), tables, facts.objects(), facts.complete(), false));

    assertThat(new Restores(backups).drill(job(), claiming, progress).problems())
        .containsExactly("table audit is missing");
  }

  private static Manifest manifest(Manifest like, DumpFacts facts) {
    return new Manifest(
        like.id(),
        like.job(),
        like.kind(),
        like.source(),
        like.startedAt(),
        like.finishedAt(),
        like.rawBytes(),
        like.storedBytes(),
        like.rawSha256(),
        like.storedSha256(),
        like.keyId(),
        like.files(),
        Optional.of(facts),
        like.warnings());
  }

  @Test
  void halfOfTheRowsGoneIsWarnedOf() {
    var _ = run();
    var _ = tools.execute(server.login(), "DELETE FROM mall.purchase_orders WHERE id > 2500");

    assertThat(run().warnings())
        .containsExactly("table purchase_orders has 2500 rows, 5000 in the last backup");
  }

  @Test
  void aWrongOrExpiredPasswordIsSaidAndNeverShown() {
    var _ =
        tools.execute(
            server.login(),
            "CREATE OR REPLACE USER keeper@localhost IDENTIFIED BY 'old';"
                + " GRANT ALL ON mall.* TO keeper@localhost;");
    Login wrong = new Login("", 0, server.login().socket(), "keeper", new SecretRef("PW", ""));
    backups = backups(job(wrong, new BackupJob.Scratch.SameServer()));

    // the environment has `new` where the server has `old`: the password was changed
    DatabaseTools withSecret = new DatabaseTools(environment("new"));
    BackupFailedException failed =
        failed(() ->
            withSecret.dump(wrong, "mall", java.io.OutputStream.nullOutputStream(), progress));
    assertThat(failed.reason()).isEqualTo(Reason.CREDENTIAL);
    assertThat(failed).hasMessageContaining("Access denied").hasMessageNotContaining("new");

    var _ = tools.execute(server.login(), "ALTER USER keeper@localhost PASSWORD EXPIRE");
    DatabaseTools expired = new DatabaseTools(environment("old"));
    assertThat(
            failed(() ->
                    expired.dump(wrong, "mall", java.io.OutputStream.nullOutputStream(), progress))
                .reason())
        .isEqualTo(Reason.CREDENTIAL);
  }

  private static Map<String, String> environment(String password) {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.put("PW", password);
    return environment;
  }

  @Test
  void noServerAndNoDatabaseAreToldApart() {
    Login nobody = new Login("", 0, "/nowhere/socket", "root", SecretRef.NONE);
    backups = backups(job(nobody, new BackupJob.Scratch.SameServer()));
    assertThat(failed(this::run).reason()).isEqualTo(Reason.UNREACHABLE);

    backups = backups(job(server.login(), new BackupJob.Scratch.SameServer()));
    var _ = tools.execute(server.login(), "DROP DATABASE mall");
    assertThat(failed(this::run).reason()).isEqualTo(Reason.MISSING);
    assertThat(backups.list()).isEmpty();
  }

  @Test
  void aDumpToolThatIsCutOffLeavesNoBackup() throws java.io.IOException {
    Path bin = Files.createDirectories(dir.resolve("bin"));
    Path tool = bin.resolve("mariadb-dump");
    Files.writeString(
        tool,
        "#!/bin/sh\nexec /usr/bin/mariadb-dump \"$@\" | head -c 20000\n",
        StandardCharsets.UTF_8);
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    DatabaseTools cut = new DatabaseTools(Map.of("PATH", bin + ":/usr/bin"));
    Backups cutOff =
        new Backups(
            backups.plan(),
            new FolderStore(dir),
            new Backups.Parts(
                cut, OwnStores.none(), Map.of(), dir.resolve("locks"), clock, new Random(3)));

    assertThat(failed(() -> cutOff.run(job(), progress)).reason()).isEqualTo(Reason.TRUNCATED);
    assertThat(cutOff.list()).isEmpty();
  }
}
