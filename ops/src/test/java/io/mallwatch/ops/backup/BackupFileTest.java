package io.mallwatch.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.alerts.yaml.Problem;
import io.mallwatch.alerts.yaml.Problems;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupFileTest {

  private static BackupPlan parse(String text) {
    return BackupFile.parse(text, new Problems("backups.yml"), ZoneId.of("Asia/Shanghai"));
  }

  private static List<String> problems(String text) {
    return catchThrowableOfType(InvalidFileException.class, () -> parse(text)).problems().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void aWholeFileIsRead() {
    BackupPlan plan =
        parse(
            """
            repository:
              s3: {endpoint: "https://s3.oss-cn-hangzhou.aliyuncs.com", region: cn-hangzhou,
                   bucket: mall-backup, prefix: prod, access_key_env: AK, secret_key_file: /run/sk}
            key_file: /etc/mallwatch/backup.key
            jobs:
              - name: mall-db
                database: {name: zhongdao_mall, host: db, user: backup, password_env: DB_PASSWORD}
                schedule: "0 2 * * *"
                drill: "0 4 * * 0"
                scratch: private
                keep: {last: 2, daily: 7}
              - {name: uploads, folder: /app/uploads, exclude: ["*.tmp"]}
              - {name: own, mallwatch: true}
            """);

    BackupPlan.Repository.S3 s3 = (BackupPlan.Repository.S3) plan.repository();
    assertThat(s3.bucket().prefix()).isEqualTo("prod/");
    assertThat(plan.jobs())
        .extracting(BackupJob::name)
        .containsExactly("mall-db", "uploads", "own");
    BackupJob database = plan.job("mall-db").orElseThrow();
    assertThat(database.source().text()).isEqualTo("db:3306/zhongdao_mall");
    assertThat(database.scratch()).isEqualTo(new BackupJob.Scratch.PrivateServer());
    assertThat(database.keep()).isEqualTo(new KeepPolicy(2, 7, 0, 0));
    assertThat(database.drillSchedule()).map(CronSchedule::text).contains("0 4 * * 0");
    assertThat(plan.job("uploads").orElseThrow().source())
        .isEqualTo(new BackupSource.Folder(Path.of("/app/uploads"), List.of("*.tmp")));
    assertThat(plan.job("own").orElseThrow().keep()).isEqualTo(KeepPolicy.DEFAULT);
  }

  @Test
  void everyProblemIsToldWithItsLine() {
    assertThat(
            problems(
                """
                repository: {folder: /b}
                jobs:
                  - name: a b
                    folder: /x
                    schedule: never
                  - {name: x, database: {name: m, user: u, password: secret}}
                  - {name: x}
                """))
        .anyMatch(line -> line.contains(":3:") && line.contains("letters, digits"))
        .anyMatch(line -> line.contains(":5:") && line.contains("not a time table"))
        .anyMatch(line -> line.contains("password_env or password_file"))
        .anyMatch(line -> line.contains("no source"))
        .anyMatch(line -> line.contains("as another job"))
        .noneMatch(line -> line.contains("secret"));
    assertThat(problems("")).isNotEmpty();
    assertThat(problems("jobs: []")).hasSize(2);
  }
}
