package io.mallwatch.server.commands;

import picocli.CommandLine.Command;

/// Looks at rule files.
@Command(
    name = "rules",
    description = "Looks at rule files. 检查规则文件。",
    mixinStandardHelpOptions = true,
    subcommands = {
      RulesCheck.class,
      RulesTest.class,
      RulesRehearse.class,
      RulesRoute.class,
      RulesConvert.class
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all are good", "1:some are bad", "2:usage"})
public final class RulesCommand {}
