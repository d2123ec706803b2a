package io.mallwatch.server;

import io.mallwatch.server.commands.BackupCommand;
import io.mallwatch.server.commands.CheckCommand;
import io.mallwatch.server.commands.DeployCommand;
import io.mallwatch.server.commands.DrillCommand;
import io.mallwatch.server.commands.FaultCommand;
import io.mallwatch.server.commands.IncidentCommand;
import io.mallwatch.server.commands.LogPipelineCommand;
import io.mallwatch.server.commands.LogsCommand;
import io.mallwatch.server.commands.OnCallCommand;
import io.mallwatch.server.commands.QueryCommand;
import io.mallwatch.server.commands.RulesCommand;
import io.mallwatch.server.commands.TsdbCommand;
import io.mallwatch.server.commands.VersionCommand;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line: `server`, `demo`, `fault`, `drill`, `check`, `config`, `rules`, `query`,
/// `logs`, `incident`, `oncall`, `tsdb`, `backup`, `version`.
@Command(
    name = "mallwatch",
    description = {
      "Observability and operations for an online mall, in one process.",
      "中道商城监控运维平台：一个进程看住整座商城。"
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:good", "1:the answer is bad", "2:usage or configuration"},
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

  /// In the order of the help.
  private static final List<String> NAMES =
      List.of(
          "demo",
          "server",
          "fault",
          "drill",
          "check",
          "config",
          "rules",
          "query",
          "tsdb",
          "logs",
          "incident",
          "oncall",
          "backup",
          "deploy",
          "import",
          "train",
          "version");

  private static final String LOG_LEVEL = "MALLWATCH_LOG_LEVEL";

  private Main() {}

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("rules") && System.getenv(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "WARN"); // the scratch stores of tests are no news
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine(args).execute(args));
  }

  /// Knows all commands, or only the one that `args` begin with: to read what a command may be
  /// given takes longer than many a command.
  private static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Main());
    String first = args.length == 0 ? "" : args[0];
    for (String name : NAMES.contains(first) ? List.of(first) : NAMES) {
      line.addSubcommand(name, command(name));
    }
    return line.setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static Object command(String name) {
    return switch (name) {
      case "demo" -> new DemoCommand();
      case "server" -> new ServerCommand();
      case "fault" -> new FaultCommand();
      case "drill" -> new DrillCommand(InstantSource.system());
      case "check" -> new CheckCommand(InstantSource.system());
      case "config" -> new ConfigCommand();
      case "rules" -> new RulesCommand();
      case "query" -> new QueryCommand();
      case "tsdb" -> new TsdbCommand();
      case "logs" ->
          new CommandLine(new LogsCommand())
              .addSubcommand("pipeline", new LogPipelineCommand(InstantSource.system()));
      case "backup" -> new BackupCommand(InstantSource.system());
      case "deploy" -> new DeployCommand(InstantSource.system());
      case "incident" -> new IncidentCommand();
      case "oncall" -> new OnCallCommand();
      case "import" -> new ImportCommand();
      case "train" -> new TrainCommand();
      case "version" -> new VersionCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /// Without a command there is help.
  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
