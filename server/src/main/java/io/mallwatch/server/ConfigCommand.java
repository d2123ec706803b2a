package io.mallwatch.server;

import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.server.commands.Exit;
import io.mallwatch.server.config.BadConfigException;
import io.mallwatch.server.config.Config;
import io.mallwatch.server.config.ConfigLoader;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Looks at a configuration without starting anything.
@Command(
    name = "config",
    description = "Looks at a configuration. 检查配置。",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:it is good", "1:it is bad", "2:usage"})
final class ConfigCommand {

  @Command(
      name = "check",
      description = "Says what is wrong with mallwatch.yaml and the files it names. 校验配置及其引用的文件。")
  int check(@Parameters(paramLabel = "FILE") Path file) {
    try {
      Config config = ConfigLoader.load(file, System.getenv(), Map.of());
      int groups = AlertsWiring.rules(config).size();
      int jobs = ScrapeWiring.configs(config.metrics(), null).size();
      int receivers = AlertsWiring.routing(config.alerts()).receivers().size();
      System.out.printf(
          "SUCCESS: %s is valid (%d rule groups, %d scrape jobs, %d receivers)%n",
          file, groups, jobs, receivers);
      return 0;
    } catch (BadConfigException e) {
      e.problems().forEach(Exit::complain);
    } catch (InvalidFileException e) {
      e.problems().forEach(problem -> Exit.complain(problem.toString()));
    }
    return Exit.BAD;
  }
}
