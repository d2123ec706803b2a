package io.mallwatch.server.commands;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// Prints the version.
@Command(
    name = "version",
    description = "Prints the version. 打印版本。",
    mixinStandardHelpOptions = true)
public final class VersionCommand implements Callable<Integer>, IVersionProvider {

  /// Version of this build.
  public static String version() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public Integer call() {
    System.out.println("mallwatch " + version() + " (Java " + Runtime.version() + ")");
    return 0;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"mallwatch " + version()};
  }
}
