package io.mallwatch.metrics.scrape.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Attached;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Namespaces;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Role;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Selector;
import io.mallwatch.metrics.scrape.http.Credentials;
import io.mallwatch.metrics.scrape.http.HttpConfig;
import io.mallwatch.metrics.scrape.http.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesYamlTest {

  @TempDir private Path dir;

  private List<DiscoveryConfig> read(String entry) {
    String yaml = "scrape_configs:\n- job_name: a\n  kubernetes_sd_configs:\n" + entry.indent(2);
    return ScrapeConfigYaml.parse(yaml, dir, Map.of()).jobs().getFirst().discovery();
  }

  private List<String> problems(String entry) {
    return catchThrowableOfType(ScrapeConfigException.class, () -> read(entry)).problems();
  }

  @Test
  void everyKeyIsRead() {
    assertThat(
            read(
                """
                - api_server: https://kube:6443
                  role: endpoints
                  authorization: {credentials: abc}
                  namespaces: {names: [mall, default]}
                  selectors:
                    - {role: pod, label: app=cart, field: spec.nodeName=a}
                    - {role: service, label: x}
                  attach_metadata: {node: true, namespace: true, deployment: false}
                """))
        .containsExactly(
            new Kubernetes(
                Optional.of(URI.create("https://kube:6443")),
                HttpConfig.defaults()
                    .withCredentials(new Credentials.Token("Bearer", new Secret.Text("abc"))),
                Role.ENDPOINTS,
                new Namespaces(false, List.of("mall", "default")),
                Map.of(
                    Role.POD,
                    new Selector("app=cart", "spec.nodeName=a"),
                    Role.SERVICE,
                    new Selector("x", "")),
                Set.of(Attached.NODE, Attached.NAMESPACE)));
  }

  @Test
  void theRoleIsEnoughInsideACluster() {
    assertThat(read("- role: pod\n- {role: node, namespaces: {own_namespace: true}}\n"))
        .containsExactly(
            inside(Role.POD, new Namespaces(false, List.of())),
            inside(Role.NODE, new Namespaces(true, List.of())));
  }

  private static Kubernetes inside(Role role, Namespaces namespaces) {
    return new Kubernetes(
        Optional.empty(), HttpConfig.defaults(), role, namespaces, Map.of(), Set.of());
  }

  @Test
  void whatDoesNotGoTogetherIsNamed() {
    assertThat(problems("- {}"))
        .singleElement()
        .asString()
        .contains("role")
        .contains("is missing: one of pod, service, endpoints, endpointslice, node, ingress");
    assertThat(problems("- role: pods")).singleElement().asString().contains("expected one of pod");
    assertThat(problems("- {role: pod, kubeconfig_file: x}"))
        .singleElement()
        .asString()
        .contains("kubeconfig_file")
        .contains("give api_server");
    assertThat(problems("- {role: pod, bearer_token: x}"))
        .singleElement()
        .asString()
        .contains("api_server");
    assertThat(problems("- {role: pod, api_server: 'http://k', namespaces: {own_namespace: true}}"))
        .singleElement()
        .asString()
        .contains("own_namespace");
    assertThat(problems("- {role: pod, namespaces: {names: ['../x']}}"))
        .singleElement()
        .asString()
        .contains("no name of a namespace");
    assertThat(problems("- {role: pod, namespace: x}"))
        .singleElement()
        .asString()
        .contains("unknown key");
  }

  @Test
  void selectorsMustFitTheRole() {
    assertThat(problems("- {role: ingress, selectors: [{role: pod}]}"))
        .singleElement()
        .asString()
        .contains("with the role ingress there are selectors of ingress only");
    assertThat(problems("- {role: pod, selectors: [{role: node}, {role: pod}, {role: pod}]}"))
        .singleElement()
        .asString()
        .contains("two selectors");
    assertThat(problems("- {role: pod, selectors: [{label: x}]}"))
        .singleElement()
        .asString()
        .contains("selectors[0].role");
  }
}
