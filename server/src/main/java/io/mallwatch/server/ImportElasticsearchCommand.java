package io.mallwatch.server;

import io.mallwatch.server.commands.Exit;
import io.mallwatch.server.migrate.ElasticsearchHost;
import io.mallwatch.server.migrate.ElasticsearchHost.SaidNoException;
import io.mallwatch.server.migrate.LogMigration;
import io.mallwatch.server.migrate.LogMigration.Progress;
import io.mallwatch.server.migrate.MigrationBook;
import io.mallwatch.server.migrate.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings log entries over while both ends run.
@Command(
    name = "elasticsearch",
    description = {
      "Brings log entries over from an Elasticsearch, an OpenSearch or another Mallwatch into a"
          + " running server. The same command goes on where it stopped.",
      "从 Elasticsearch / OpenSearch 迁入日志；中断后重复同一命令即可续传。"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all is there", "1:some is not", "2:usage"})
final class ImportElasticsearchCommand implements Callable<Integer> {

  private static final long REPORT_NANOS = 2_000_000_000L;

  @Parameters(paramLabel = "URL", description = "Where it is, such as http://es:9200.")
  private URI source = URI.create("http://127.0.0.1:9200");

  @Option(
      names = "--index",
      paramLabel = "PATTERN",
      defaultValue = "*",
      description = "Which indices and data streams (default: ${DEFAULT-VALUE}).")
  private String pattern = "*";

  @Option(
      names = "--to",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:7600/elasticsearch",
      description = "Which server takes them (default: ${DEFAULT-VALUE}).")
  private URI target = URI.create("http://127.0.0.1:7600/elasticsearch");

  @Option(
      names = "--progress",
      paramLabel = "FILE",
      defaultValue = "mallwatch-import.json",
      description = "Remembers how far it came (default: ${DEFAULT-VALUE}). 断点文件。")
  private Path progress = Path.of("mallwatch-import.json");

  @Option(
      names = "--page",
      paramLabel = "COUNT",
      defaultValue = "1000",
      description = "Entries read at once, to 10000 (default: ${DEFAULT-VALUE}).")
  private int page = 1000;

  @Option(names = "--user", paramLabel = "NAME", description = "User of the source.")
  private @Nullable String user;

  @Option(
      names = "--password-env",
      paramLabel = "NAME",
      defaultValue = "ELASTIC_PASSWORD",
      description = "Environment variable with its password (default: ${DEFAULT-VALUE}).")
  private String passwordVariable = "ELASTIC_PASSWORD";

  @Option(
      names = "--api-key-env",
      paramLabel = "NAME",
      defaultValue = "ELASTIC_API_KEY",
      description = "Environment variable with an encoded API key (default: ${DEFAULT-VALUE}).")
  private String keyVariable = "ELASTIC_API_KEY";

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificates (PEM) that the source's is signed with.")
  private @Nullable Path authority;

  @Option(
      names = "--token-env",
      paramLabel = "NAME",
      defaultValue = "MALLWATCH_TOKEN",
      description = "Environment variable with the server's token (default: ${DEFAULT-VALUE}).")
  private String tokenVariable = "MALLWATCH_TOKEN";

  @Option(names = "--dry-run", description = "Only say what there is. 只列出，不导入。")
  private boolean dryRun;

  private long saidNanos = System.nanoTime() - REPORT_NANOS;
  private long heardNanos = System.nanoTime();
  private long beganNanos;
  private String current = "";

  @Override
  public Integer call() {
    if (page < 1 || page > 10_000) {
      Exit.complain("--page: %d is not from 1 to 10000".formatted(page));
      return Exit.USAGE;
    }
    try (HttpClient sourceHttp = TrustedHttp.client(authority);
        HttpClient targetHttp = TrustedHttp.client(null)) {
      String token = variable(tokenVariable);
      LogMigration migration =
          new LogMigration(
              new ElasticsearchHost(source, authorization(), sourceHttp),
              new ElasticsearchHost(target, token.isEmpty() ? "" : "Bearer " + token, targetHttp),
              MigrationBook.open(progress),
              page,
              Thread::sleep);
      return dryRun ? plan(migration) : run(migration);
    } catch (SaidNoException | IllegalArgumentException | IOException e) {
      Exit.complain(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
      return Exit.BAD;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Exit.complain("stopped; the same command goes on from here");
      return Exit.BAD;
    }
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  private String authorization() {
    if (user != null) {
      String pair = user + ":" + variable(passwordVariable);
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
    String key = variable(keyVariable);
    return key.isEmpty() ? "" : "ApiKey " + key;
  }

  private int plan(LogMigration migration) throws IOException, InterruptedException {
    List<Progress> plan = migration.plan(pattern);
    for (Progress one : plan) {
      Long at = one.atMillis();
      System.out.printf(
          "%s: %d entries%s%n",
          one.index(), one.total(), at == null ? "" : " from " + Instant.ofEpochMilli(at) + " on");
    }
    long all = plan.stream().mapToLong(Progress::total).sum();
    System.out.printf("%d indices, %d entries to import%n", plan.size(), all);
    return Exit.GOOD;
  }

  private int run(LogMigration migration) throws IOException, InterruptedException {
    Thread worker = Thread.currentThread();
    Thread stop =
        Thread.ofPlatform()
            .name("mallwatch-import-stop")
            .unstarted(() -> {
              worker.interrupt();
              System.out.println("stopped; the same command goes on from here");
            });
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      List<Progress> all = migration.run(pattern, this::heard);
      return summary(all);
    } finally {
      removed(stop);
    }
  }

  private static void removed(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ignored) {
      // It runs already: the process is being stopped.
    }
  }

  private void heard(Progress progress) {
    long now = System.nanoTime();
    if (!progress.index().equals(current)) {
      current = progress.index();
      beganNanos = heardNanos;
    }
    heardNanos = now;
    if (!progress.done() && now - saidNanos < REPORT_NANOS) {
      return;
    }
    saidNanos = now;
    Long at = progress.atMillis();
    double seconds = Math.max(0.001, (now - beganNanos) / 1e9);
    System.out.printf(
        "%s: %,d of %,d (%d %%), %,.0f/s%s%s%n",
        progress.index(),
        progress.read(),
        progress.total(),
        progress.total() == 0 ? 100 : 100 * progress.read() / progress.total(),
        progress.read() / seconds,
        at == null ? "" : ", up to " + Instant.ofEpochMilli(at),
        progress.done() ? ", done" : "");
  }

  private static int summary(List<Progress> all) {
    long stored = 0;
    long present = 0;
    long refused = 0;
    for (Progress one : all) {
      stored += one.outcome().stored();
      present += one.outcome().present();
      for (Map.Entry<String, Long> reason : one.outcome().refused().entrySet()) {
        refused += reason.getValue();
        Exit.complain(
            "%s: %d refused: %s".formatted(one.index(), reason.getValue(), reason.getKey()));
      }
    }
    System.out.printf(
        "%d indices: %d imported, %d were there, %d refused%n",
        all.size(), stored, present, refused);
    return refused == 0 ? Exit.GOOD : Exit.BAD;
  }
}
