package io.mallwatch.starter;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.core.env.Environment;

/// Who this process says it is, in every log line and span.
///
/// @param service the application's name, the same in all its processes
/// @param instance this process among its like
public record ServiceIdentity(String service, String instance) {

  /// Reads the identity from the properties, else from Spring's application name and the host.
  public static ServiceIdentity of(MallwatchProperties properties, Environment environment) {
    String service = properties.service();
    if (service == null || service.isBlank()) {
      service = environment.getProperty("spring.application.name", "application");
    }
    String instance = properties.instance();
    if (instance == null || instance.isBlank()) {
      instance = host() + ":" + ProcessHandle.current().pid();
    }
    return new ServiceIdentity(service, instance);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }
}
