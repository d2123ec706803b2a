package io.mallwatch.server;

import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.doors.http.PortTakenException;
import io.mallwatch.server.commands.Exit;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.ConfigLoader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the server until it is told to stop.
@Command(
    name = "server",
    description = "Runs the server. 启动服务器。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"2:usage or configuration", "143:stopped by SIGTERM"})
final class ServerCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "mallwatch.yaml; see docs/config.md.")
  private @Nullable Path config;

  @Option(names = "--data", paramLabel = "DIR", description = "Data folder (server.data).")
  private @Nullable String data;

  @Option(names = "--port", paramLabel = "N", description = "Port (server.port).")
  private @Nullable String port;

  @Option(names = "--bind", paramLabel = "ADDR", description = "Address (server.bind).")
  private @Nullable String bind;

  @Option(names = "--rules", paramLabel = "GLOB", description = "Rule files (alerts.rules).")
  private @Nullable List<String> rules;

  @Option(
      names = "--alertmanager",
      paramLabel = "FILE",
      description = "A vanilla alertmanager.yml (alerts.alertmanager).")
  private @Nullable String alertmanager;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> flags = new HashMap<>();
    put(flags, "server.data", data);
    put(flags, "server.port", port);
    put(flags, "server.bind", bind);
    put(flags, "alerts.rules", rules == null ? null : String.join(",", rules));
    put(flags, "alerts.alertmanager", alertmanager);
    Optional<Server> server = start(config, flags, Server.Options.PLAIN);
    if (server.isEmpty()) {
      return Exit.USAGE;
    }
    System.out.println("Mallwatch ready on " + server.get().url());
    awaitStop(server.get());
    return 0;
  }

  private static void put(Map<String, String> flags, String path, @Nullable String value) {
    if (value != null) {
      flags.put(path, value);
    }
  }

  /// Starts a server, or says on standard error in one line a problem why not.
  static Optional<Server> start(
      @Nullable Path file, Map<String, String> flags, Server.Options options) {
    try {
      Map<String, String> given = Map.copyOf(flags);
      return Optional.of(
          Server.start(
              () -> ConfigLoader.load(file, System.getenv(), given),
              options,
              InstantSource.system(),
              new SecureRandom()));
    } catch (BadConfigException e) {
      e.problems().forEach(Exit::complain);
    } catch (InvalidFileException e) {
      e.problems().forEach(problem -> Exit.complain(problem.toString()));
    } catch (PortTakenException e) {
      Exit.complain(e.getMessage() + "; free it or give another with --port");
    } catch (DataFolderException e) {
      Exit.complain(String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  /// Stops `server` on SIGTERM or SIGINT; does not return before.
  static void awaitStop(AutoCloseable server) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    server.close();
                    System.out.println("Mallwatch stopped");
                  } catch (Exception e) {
                    Exit.complain("stopped with a problem: " + e);
                  }
                },
                "mallwatch-stop"));
    never.await();
  }
}
