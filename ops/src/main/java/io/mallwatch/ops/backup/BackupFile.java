package io.mallwatch.ops.backup;

import io.mallwatch.alerts.yaml.Problems;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import io.mallwatch.ops.backup.BackupPlan.Repository;
import io.mallwatch.ops.backup.s3.Bucket;
import io.mallwatch.ops.backup.source.Login;
import io.mallwatch.ops.backup.store.SecretRef;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a backup file; docs/backups.md describes it. All that is wrong is reported at once.
public final class BackupFile {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

  private BackupFile() {}

  /// The plan in `file`.
  ///
  /// @throws io.mallwatch.alerts.yaml.InvalidFileException with every problem
  public static BackupPlan read(Path file, ZoneId zone) {
    Problems problems = new Problems(file.toString());
    try {
      return parse(Files.readString(file), problems, zone);
    } catch (IOException e) {
      problems.add(1, "", "cannot be read: " + e);
      problems.throwIfAny();
      throw new IllegalStateException(e);
    }
  }

  static BackupPlan parse(String text, Problems problems, ZoneId zone) {
    Optional<YamlMap> root = YamlValue.parse(text, problems).flatMap(YamlValue::asMap);
    if (root.isEmpty()) {
      problems.add(1, "", "needs a repository and jobs");
      problems.throwIfAny();
    }
    YamlMap map = root.orElseThrow();
    Repository repository = new Repository.Folder(Path.of("."));
    Optional<YamlMap> where = map.map("repository");
    if (where.isPresent()) {
      repository = repository(where.get());
    } else {
      map.value().problem("has no repository");
    }
    SecretRef key = secret(map, "key");
    List<BackupJob> jobs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlValue item : map.list("jobs")) {
      item.asMap()
          .ifPresent(one -> {
            BackupJob job = job(one);
            if (!names.add(job.name())) {
              one.value().problem("is called as another job, " + job.name());
            }
            jobs.add(job);
          });
    }
    if (jobs.isEmpty()) {
      map.value().problem("has no jobs");
    }
    map.refuseUnknown("backup file");
    problems.throwIfAny();
    return new BackupPlan(repository, key, zone, jobs);
  }

  private static Repository repository(YamlMap map) {
    Optional<YamlMap> s3 = map.map("s3");
    Repository repository;
    if (s3.isPresent()) {
      repository = s3(s3.get());
    } else {
      repository = new Repository.Folder(Path.of(map.requiredText("folder")));
    }
    map.refuseUnknown("repository");
    return repository;
  }

  private static Repository s3(YamlMap map) {
    String address = map.requiredText("endpoint");
    URI endpoint = URI.create("https://localhost");
    try {
      endpoint = URI.create(address);
    } catch (IllegalArgumentException _) {
      map.value().problem("endpoint is no address: " + address);
    }
    if (endpoint.getHost() == null || !String.valueOf(endpoint.getScheme()).startsWith("http")) {
      map.value().problem("endpoint must be such as https://s3.eu-west-1.amazonaws.com");
    }
    String prefix = map.text("prefix", "");
    Bucket s3 =
        new Bucket(
            endpoint,
            map.text("region", "us-east-1"),
            map.requiredText("bucket"),
            prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
            map.bool("path_style", false),
            secret(map, "access_key"),
            secret(map, "secret_key"));
    if (s3.accessKey().isNone() || s3.secretKey().isNone()) {
      map.value()
          .problem(
              "needs access_key_env or access_key_file, and secret_key_env or secret_key_file");
    }
    map.refuseUnknown("bucket");
    return new Repository.S3(s3);
  }

  private static SecretRef secret(YamlMap map, String name) {
    if (map.has(name)) {
      map.find(name)
          .ifPresent(value ->
              value.problem("must not stand here; give %s_env or %s_file".formatted(name, name)));
    }
    return new SecretRef(map.text(name + "_env", ""), map.text(name + "_file", ""));
  }

  private static BackupJob job(YamlMap map) {
    String name = map.requiredText("name");
    if (!name.matches(NAME)) {
      map.value().problem("name may have letters, digits, - and _");
    }
    BackupSource source = source(map);
    BackupJob job =
        new BackupJob(
            name,
            source,
            schedule(map, "schedule"),
            schedule(map, "drill"),
            keep(map),
            scratch(map));
    map.refuseUnknown("backup job");
    return job;
  }

  private static BackupSource source(YamlMap map) {
    Optional<YamlMap> database = map.map("database");
    if (database.isPresent()) {
      YamlMap below = database.get();
      BackupSource source = new BackupSource.Database(login(below), below.requiredText("name"));
      below.refuseUnknown("database");
      return source;
    }
    if (map.has("folder")) {
      return new BackupSource.Folder(Path.of(map.requiredText("folder")), map.texts("exclude"));
    }
    if (map.bool("mallwatch", false)) {
      return new BackupSource.Own();
    }
    map.value().problem("has no source: database, folder or mallwatch is needed");
    return new BackupSource.Own();
  }

  private static Login login(YamlMap map) {
    return new Login(
        map.text("host", "127.0.0.1"),
        map.number("port", 3306),
        map.text("socket", ""),
        map.requiredText("user"),
        secret(map, "password"));
  }

  private static Optional<CronSchedule> schedule(YamlMap map, String key) {
    String text = map.text(key, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(CronSchedule.parse(text));
    } catch (IllegalArgumentException e) {
      map.find(key).ifPresent(value -> value.problem(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static KeepPolicy keep(YamlMap map) {
    Optional<YamlMap> keep = map.map("keep");
    if (keep.isEmpty()) {
      return KeepPolicy.DEFAULT;
    }
    YamlMap below = keep.get();
    KeepPolicy policy =
        new KeepPolicy(
            below.number("last", 1),
            below.number("daily", 0),
            below.number("weekly", 0),
            below.number("monthly", 0));
    below.refuseUnknown("keep");
    return policy;
  }

  private static BackupJob.Scratch scratch(YamlMap map) {
    if (map.has("scratch_server")) {
      Optional<YamlMap> server = map.map("scratch_server");
      if (server.isPresent()) {
        BackupJob.Scratch scratch = new BackupJob.Scratch.OtherServer(login(server.get()));
        server.get().refuseUnknown("server");
        return scratch;
      }
    }
    return switch (map.text("scratch", "same")) {
      case "same" -> new BackupJob.Scratch.SameServer();
      case "private" -> new BackupJob.Scratch.PrivateServer();
      default -> {
        map.find("scratch").ifPresent(value -> value.problem("must be same or private"));
        yield new BackupJob.Scratch.SameServer();
      }
    };
  }
}
