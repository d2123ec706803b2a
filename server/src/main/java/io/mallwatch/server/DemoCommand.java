package io.mallwatch.server;

import io.mallwatch.server.commands.Exit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the server and a real sample mall beside it.
@Command(
    name = "demo",
    description = {
      "Runs the server and a sample mall with real traffic and a month behind it.",
      "启动服务器与一座带真实流量、30 天历史的演示商城。"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"2:usage or configuration", "143:stopped by SIGTERM"})
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "mallwatch.yaml; see docs/config.md.")
  private @Nullable Path config;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "7600",
      description = "Port of the server (default: ${DEFAULT-VALUE}).")
  private int port = 7600;

  @Option(
      names = "--mall-port",
      paramLabel = "N",
      defaultValue = "7700",
      description =
          "Port of the sample mall; a free one is taken when it is in use (default:"
              + " ${DEFAULT-VALUE}).")
  private int mallPort = 7700;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder (default: .mallwatch/demo in the checkout).")
  private @Nullable Path data;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      split = ",",
      description = "A fault that is on from the start; 'mallwatch fault list' lists them.")
  private List<String> faults = new ArrayList<>();

  @Option(
      names = "--history-days",
      paramLabel = "N",
      defaultValue = "30",
      description = "Days of history to lay down (default: ${DEFAULT-VALUE}).")
  private int historyDays = 30;

  @Option(
      names = "--traffic-rate",
      paramLabel = "N",
      defaultValue = "8",
      description = "Requests a second at midday (default: ${DEFAULT-VALUE}).")
  private double trafficRate = 8;

  @Option(names = "--rules", paramLabel = "GLOB", description = "Rule files (alerts.rules).")
  private @Nullable List<String> rules;

  @Override
  public Integer call() throws InterruptedException {
    Path home = Path.of(System.getProperty("mallwatch.home", "."));
    Path folder = data == null ? home.resolve(".mallwatch/demo") : data;
    Optional<Path> jar = mallJar(home);
    if (jar.isEmpty()) {
      Exit.complain("the sample mall is not built; run ./mallwatch demo from the checkout");
      return Exit.USAGE;
    }
    int freePort = freePort(mallPort);
    URI mall = URI.create("http://127.0.0.1:" + freePort);
    Map<String, String> flags = new HashMap<>();
    int serverPort = port == 0 ? freePort(0) : port;
    flags.put("server.bind", "127.0.0.1"); // the sample mall brings no token
    flags.put("server.admin_token_file", "");
    flags.put("server.port", Integer.toString(serverPort));
    flags.put("alerts.webhooks", "http://127.0.0.1:" + serverPort + InboxDoor.PATH);
    flags.put("server.data", folder.resolve("mallwatch").toString());
    flags.put(
        "business.database.access_file", folder.resolve("mall/database.properties").toString());
    if (rules != null) {
      flags.put("alerts.rules", String.join(",", rules));
    }
    Optional<Server> server = ServerCommand.start(config, flags, new Server.Options(mall));
    if (server.isEmpty()) {
      return Exit.USAGE;
    }
    System.out.println("Mallwatch ready on " + server.get().url());
    SampleMall process;
    try {
      process =
          SampleMall.start(
              jar.get(),
              new SampleMall.Settings(
                  Files.createDirectories(folder.resolve("mall")),
                  freePort,
                  URI.create(server.get().url()),
                  List.copyOf(faults),
                  historyDays,
                  trafficRate));
    } catch (IOException e) {
      server.get().close();
      Exit.complain("the sample mall cannot be started: " + e);
      return Exit.USAGE;
    }
    ServerCommand.awaitStop(() -> {
      process.close();
      server.get().close();
    });
    return 0;
  }

  private static Optional<Path> mallJar(Path home) {
    Path target = home.resolve("sample-mall/target");
    if (!Files.isDirectory(target)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file ->
              file.getFileName()
                  .toString()
                  .matches("mallwatch-sample-mall-[^-]+(-SNAPSHOT)?\\.jar"))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// `wanted`, or any free port when it is in use.
  private static int freePort(int wanted) {
    for (int candidate : new int[] {wanted, 0}) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), candidate));
        return socket.getLocalPort();
      } catch (IOException ignored) {
        // taken: any other
      }
    }
    return wanted;
  }
}
