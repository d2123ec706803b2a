package io.mallwatch.server;

import io.mallwatch.server.commands.LogsCommand;
import io.mallwatch.server.commands.QueryCommand;
import io.mallwatch.server.commands.RulesCommand;
import io.mallwatch.server.commands.TsdbCommand;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line: `server`, `demo`, `fault`, `check`, `config`, `rules`, `query`, `logs`,
/// `tsdb`, `version`.
@Command(
    name = "mallwatch",
    description = {
      "Observability and operations for an online mall, in one process.",
      "中道商城监控运维平台：一个进程看住整座商城。"
    },
    subcommands = {
      DemoCommand.class,
      ServerCommand.class,
      FaultCommand.class,
      CheckCommand.class,
      ConfigCommand.class,
      RulesCommand.class,
      QueryCommand.class,
      TsdbCommand.class,
      LogsCommand.class,
      ImportCommand.class,
      TrainCommand.class,
      VersionCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:good", "1:the answer is bad", "2:usage or configuration"},
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

  /// What was asked for cannot be used: the command line or the configuration.
  static final int USAGE = 2;

  /// The answer is bad.
  static final int BAD = 1;

  private Main() {}

  public static void main(String[] args) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(
        new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  /// Without a command there is help.
  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /// Says one line on standard error, as every failed start does.
  static void complain(String line) {
    System.err.println("mallwatch: " + line);
  }
}
