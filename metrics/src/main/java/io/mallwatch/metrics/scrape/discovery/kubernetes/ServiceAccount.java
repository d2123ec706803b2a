package io.mallwatch.metrics.scrape.discovery.kubernetes;

import io.mallwatch.metrics.scrape.discovery.LabelText;
import io.mallwatch.metrics.scrape.http.Credentials;
import io.mallwatch.metrics.scrape.http.HttpConfig;
import io.mallwatch.metrics.scrape.http.Secret;
import io.mallwatch.metrics.scrape.http.TlsConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// How a process inside a cluster reaches the cluster's API:
/// kubernetes.io/docs/tasks/run-application/access-api-from-pod.
///
/// @param folder with `token`, `ca.crt` and `namespace`; the token is read for each request
/// @param host of the API; empty outside a cluster
public record ServiceAccount(Path folder, String host, String port) {

  private static final Path FOLDER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  /// The account that Kubernetes gives a pod.
  ///
  /// @param environment with `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT` inside a
  ///   cluster
  public static ServiceAccount of(Map<String, String> environment) {
    return new ServiceAccount(
        FOLDER,
        environment.getOrDefault("KUBERNETES_SERVICE_HOST", ""),
        environment.getOrDefault("KUBERNETES_SERVICE_PORT", ""));
  }

  /// @throws KubernetesFailedException outside a cluster
  URI server() {
    if (host.isEmpty() || !port.matches("[0-9]{1,5}")) {
      throw new KubernetesFailedException(
          "this is no pod of a cluster: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are"
              + " not set; give api_server");
    }
    return URI.create("https://" + LabelText.hostPort(host, Integer.parseInt(port)));
  }

  HttpConfig http() {
    TlsConfig usual = TlsConfig.defaults();
    TlsConfig tls =
        new TlsConfig(
            new Secret.InFile(folder.resolve("ca.crt")), null, null, "", false, usual.versions());
    return HttpConfig.defaults()
        .withTls(tls)
        .withCredentials(
            new Credentials.Token("Bearer", new Secret.InFile(folder.resolve("token"))));
  }

  /// The pod's own namespace.
  ///
  /// @throws KubernetesFailedException when it cannot be read
  String namespace() {
    Path file = folder.resolve("namespace");
    try {
      String name = Files.readString(file).strip();
      if (!name.isEmpty()) {
        return name;
      }
      throw new KubernetesFailedException("%s is empty".formatted(file));
    } catch (IOException e) {
      throw new KubernetesFailedException("cannot read %s: %s".formatted(file, e), e);
    }
  }
}
