package io.mallwatch.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// Prints the version.
@Command(
    name = "version",
    description = "Prints the version. 打印版本。",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer>, IVersionProvider {

  /// Version of this build.
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
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
