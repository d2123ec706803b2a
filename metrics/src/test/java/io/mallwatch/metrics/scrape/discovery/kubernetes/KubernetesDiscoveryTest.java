package io.mallwatch.metrics.scrape.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.metrics.scrape.discovery.Discoverer;
import io.mallwatch.metrics.scrape.discovery.DiscoveryAccess;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Attached;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Namespaces;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Role;
import io.mallwatch.metrics.scrape.discovery.DiscoveryConfig.Kubernetes.Selector;
import io.mallwatch.metrics.scrape.discovery.TargetGroup;
import io.mallwatch.metrics.scrape.discovery.dns.DnsConfig;
import io.mallwatch.metrics.scrape.discovery.dns.DnsResolver;
import io.mallwatch.metrics.scrape.http.Credentials;
import io.mallwatch.metrics.scrape.http.HttpClients;
import io.mallwatch.metrics.scrape.http.HttpConfig;
import io.mallwatch.metrics.scrape.http.Secret;
import io.mallwatch.model.Labels;
import io.mallwatch.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesDiscoveryTest {

  private static final String PODS = "/api/v1/pods";
  private static final String META = "__meta_kubernetes_";
  private static final Namespaces EVERYWHERE = new Namespaces(false, List.of());

  private final HttpClients clients = new HttpClients(InstantSource.system(), Map.of());
  private final DiscoveryAccess access =
      new DiscoveryAccess(
          clients,
          new DnsResolver(
              () -> new DnsConfig(List.of(), List.of(), 1, Duration.ofSeconds(1), 1),
              () -> new Random(1)),
          "Mallwatch/test",
          InstantSource.system());
  private final ClusterStub cluster = new ClusterStub();
  private final AtomicInteger news = new AtomicInteger();
  private final List<Discoverer> started = new ArrayList<>();
  private ServiceAccount account = new ServiceAccount(Path.of("/nonexistent"), "", "");

  @AfterEach
  void close() {
    started.forEach(Discoverer::close);
    cluster.close();
    clients.close();
  }

  private Discoverer start(Kubernetes config) {
    Pace pace =
        new Pace(
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            5);
    Discoverer discoverer =
        new KubernetesDiscovery(access, account, pace).start(config, news::incrementAndGet);
    started.add(discoverer);
    return discoverer;
  }

  private Kubernetes config(Role role, Attached... attached) {
    return new Kubernetes(
        Optional.of(cluster.url()),
        HttpConfig.defaults(),
        role,
        EVERYWHERE,
        Map.of(),
        Set.of(attached));
  }

  private static List<Labels> targets(Discoverer discoverer) {
    List<Labels> all = new ArrayList<>();
    for (TargetGroup group : discoverer.groups()) {
      group.targets().forEach(target -> all.add(group.labels().with(target)));
    }
    return all;
  }

  private static List<String> addresses(Discoverer discoverer) {
    return targets(discoverer).stream().map(target -> target.get("__address__")).toList();
  }

  private void awaitWatch(String path) {
    Await.until("a watch of " + path, () -> cluster.watches(path) > 0);
  }

  private static Labels meta(String... namesAndValues) {
    String[] pairs = namesAndValues.clone();
    for (int i = 0; i < pairs.length; i += 2) {
      pairs[i] = META + pairs[i];
    }
    return Labels.of(pairs);
  }

  private static final Labels POD =
      meta(
          "pod_name", "cart-1",
          "pod_ip", "10.0.0.1",
          "pod_ready", "true",
          "pod_phase", "Running",
          "pod_node_name", "node-a",
          "pod_host_ip", "192.168.0.1",
          "pod_uid", "u-1",
          "pod_controller_kind", "ReplicaSet",
          "pod_controller_name", "cart-77",
          "pod_label_app_kubernetes_io_name", "cart",
          "pod_labelpresent_app_kubernetes_io_name", "true",
          "pod_annotation_prometheus_io_port", "8080",
          "pod_annotationpresent_prometheus_io_port", "true");

  private static Labels port(String name, String number) {
    return meta(
        "pod_container_name", "web",
        "pod_container_image", "cart:1",
        "pod_container_init", "false",
        "pod_container_port_name", name,
        "pod_container_port_number", number,
        "pod_container_port_protocol", "TCP");
  }

  @Test
  void containersOfPodsAreTargetsThatAppearChangeAndGo() {
    Discoverer pods = start(config(Role.POD));
    awaitWatch(PODS);
    assertThat(targets(pods)).isEmpty();

    cluster.put(PODS, "cart-1", Objects.POD);
    Await.until("found", () -> targets(pods).size() == 4);
    TargetGroup group = pods.groups().getFirst();
    assertThat(group.source()).isEqualTo("pod/mall/cart-1");
    assertThat(group.labels()).isEqualTo(POD.with(meta("namespace", "mall")));
    assertThat(group.targets())
        .containsExactly(
            port("http", "8080")
                .with(meta("pod_container_id", "docker://w"))
                .with("__address__", "10.0.0.1:8080"),
            port("admin", "9090")
                .with(meta("pod_container_id", "docker://w"))
                .with("__address__", "10.0.0.1:9090"),
            meta(
                    "pod_container_name", "side",
                    "pod_container_image", "side:1",
                    "pod_container_init", "false")
                .with("__address__", "10.0.0.1"),
            meta(
                    "pod_container_name", "init",
                    "pod_container_image", "init:1",
                    "pod_container_id", "docker://i",
                    "pod_container_init", "true")
                .with("__address__", "10.0.0.1"));

    cluster.put(PODS, "cart-1", Objects.POD.replace("10.0.0.1", "fd00::1"));
    Await.until("changed", () -> addresses(pods).contains("[fd00::1]:8080"));
    cluster.put(PODS, "cart-1", Objects.POD.replace("10.0.0.1", ""));
    Await.until("evicted", () -> targets(pods).isEmpty());
    cluster.put(PODS, "cart-1", Objects.POD);
    Await.until("back", () -> targets(pods).size() == 4);
    cluster.remove(PODS, "cart-1");
    Await.until("gone", () -> targets(pods).isEmpty());
    assertThat(news.get()).isGreaterThanOrEqualTo(5);
    assertThat(pods.status().failures()).isZero();
    assertThat(pods.status().lastRefresh()).isPresent();
  }

  @Test
  void podsTellTheirNodeNamespaceAndDeployment() {
    String sets = "/apis/apps/v1/replicasets";
    cluster.put(PODS, "cart-1", Objects.POD);
    cluster.put("/api/v1/namespaces", "mall", Objects.NAMESPACE);
    cluster.put(sets, "cart-77", Objects.owned("cart-77", "Deployment", "cart"));
    Discoverer pods =
        start(config(Role.POD, Attached.NODE, Attached.NAMESPACE, Attached.DEPLOYMENT));
    awaitWatch("/api/v1/nodes");
    assertThat(targets(pods)).isEmpty();

    cluster.put("/api/v1/nodes", "node-a", Objects.NODE);
    Await.until("found", () -> targets(pods).size() == 4);
    assertThat(pods.groups().getFirst().labels())
        .isEqualTo(
            POD.with(
                meta(
                    "namespace", "mall",
                    "node_name", "node-a",
                    "node_label_zone", "z1",
                    "node_labelpresent_zone", "true",
                    "namespace_label_stage", "prod",
                    "namespace_labelpresent_stage", "true",
                    "pod_deployment_name", "cart")));
  }

  @Test
  void podsTellTheirJobAndCronJob() {
    cluster.put(PODS, "cart-1", Objects.POD.replace("ReplicaSet", "Job"));
    cluster.put("/apis/batch/v1/jobs", "cart-77", Objects.owned("cart-77", "CronJob", "nightly"));
    Discoverer pods = start(config(Role.POD, Attached.JOB, Attached.CRONJOB));
    Await.until("found", () -> targets(pods).size() == 4);
    Labels labels = pods.groups().getFirst().labels();
    assertThat(labels.get(META + "pod_job_name")).isEqualTo("cart-77");
    assertThat(labels.get(META + "pod_cronjob_name")).isEqualTo("nightly");
  }

  @Test
  void portsOfServicesAreTargets() {
    String path = "/api/v1/services";
    cluster.put(path, "cart", Objects.SERVICE);
    cluster.put(path, "pay", Objects.EXTERNAL);
    Discoverer services = start(config(Role.SERVICE));
    Await.until("found", () -> targets(services).size() == 2);
    assertThat(targets(services))
        .containsExactly(
            meta(
                    "namespace", "mall",
                    "service_name", "cart",
                    "service_label_team", "a",
                    "service_labelpresent_team", "true",
                    "service_port_name", "http",
                    "service_port_number", "80",
                    "service_port_protocol", "TCP",
                    "service_type", "LoadBalancer",
                    "service_cluster_ip", "10.1.0.1",
                    "service_loadbalancer_ip", "1.1.1.1,2.2.2.2")
                .with("__address__", "cart.mall.svc:80"),
            meta(
                    "namespace", "mall",
                    "service_name", "pay",
                    "service_port_number", "443",
                    "service_port_protocol", "TCP",
                    "service_type", "ExternalName",
                    "service_external_name", "pay.example.com")
                .with("__address__", "pay.mall.svc:443"));
    awaitWatch(path);
    cluster.remove(path, "pay");
    Await.until("gone", () -> targets(services).size() == 1);
  }

  @Test
  void endpointsAreJoinedWithTheirServicesAndPods() {
    String path = "/api/v1/endpoints";
    cluster.put(path, "cart", Objects.ENDPOINTS);
    cluster.put("/api/v1/services", "cart", Objects.SERVICE);
    Discoverer endpoints = start(config(Role.ENDPOINTS));
    Await.until("found", () -> targets(endpoints).size() == 2);

    awaitWatch(PODS);
    cluster.put(PODS, "cart-1", Objects.POD);
    Await.until("joined", () -> targets(endpoints).size() == 3);
    TargetGroup group = endpoints.groups().getFirst();
    assertThat(group.labels())
        .isEqualTo(
            meta(
                "namespace", "mall",
                "endpoints_name", "cart",
                "endpoints_annotation_a", "b",
                "endpoints_annotationpresent_a", "true",
                "service_name", "cart",
                "service_label_team", "a",
                "service_labelpresent_team", "true"));
    assertThat(group.targets())
        .containsExactly(
            POD.with(port("http", "8080"))
                .with(
                    meta(
                        "endpoint_port_name", "http",
                        "endpoint_port_protocol", "TCP",
                        "endpoint_ready", "true",
                        "endpoint_node_name", "node-a",
                        "endpoint_address_target_kind", "Pod",
                        "endpoint_address_target_name", "cart-1"))
                .with("__address__", "10.0.0.1:8080"),
            meta(
                    "endpoint_port_name", "http",
                    "endpoint_port_protocol", "TCP",
                    "endpoint_ready", "false",
                    "endpoint_hostname", "nine",
                    "endpoint_address_target_kind", "Node",
                    "endpoint_address_target_name", "node-a")
                .with("__address__", "10.0.0.9:8080"),
            POD.with(port("admin", "9090")).with("__address__", "10.0.0.1:9090"));
  }

  @Test
  void slicesAreJoinedWithTheirServicesAndPodsAndCountInOneFamilyOnly() {
    String path = "/apis/discovery.k8s.io/v1/endpointslices";
    cluster.put(path, "cart-x", Objects.SLICE);
    cluster.put(path, "cart-6", Objects.SLICE.replace("cart-x", "cart-6").replace("IPv4", "IPv6"));
    cluster.put("/api/v1/services", "cart", Objects.SERVICE);
    cluster.put("/api/v1/nodes", "node-a", Objects.NODE);
    cluster.put(PODS, "cart-1", Objects.POD);
    Discoverer slices = start(config(Role.ENDPOINTSLICE, Attached.NODE));
    Await.until("found", () -> targets(slices).size() == 2);

    TargetGroup group = slices.groups().getFirst();
    assertThat(group.labels())
        .isEqualTo(
            meta(
                "namespace", "mall",
                "endpointslice_name", "cart-x",
                "endpointslice_address_type", "IPv4",
                "endpointslice_label_kubernetes_io_service_name", "cart",
                "endpointslice_labelpresent_kubernetes_io_service_name", "true",
                "service_name", "cart",
                "service_label_team", "a",
                "service_labelpresent_team", "true"));
    assertThat(group.targets())
        .containsExactly(
            POD.with(port("http", "8080"))
                .with(
                    meta(
                        "endpointslice_port", "8080",
                        "endpointslice_port_name", "http",
                        "endpointslice_port_protocol", "TCP",
                        "endpointslice_port_app_protocol", "http",
                        "endpointslice_endpoint_conditions_ready", "true",
                        "endpointslice_endpoint_conditions_serving", "true",
                        "endpointslice_endpoint_conditions_terminating", "false",
                        "endpointslice_endpoint_hostname", "one",
                        "endpointslice_endpoint_node_name", "node-a",
                        "endpointslice_endpoint_zone", "z1",
                        "endpointslice_endpoint_topology_kubernetes_io_hostname", "node-a",
                        "endpointslice_endpoint_topology_present_kubernetes_io_hostname", "true",
                        "endpointslice_address_target_kind", "Pod",
                        "endpointslice_address_target_name", "cart-1",
                        "node_name", "node-a",
                        "node_label_zone", "z1",
                        "node_labelpresent_zone", "true"))
                .with("__address__", "10.0.0.1:8080"),
            POD.with(port("admin", "9090")).with("__address__", "10.0.0.1:9090"));
  }

  @Test
  void nodesAreTheirKubelets() {
    cluster.put("/api/v1/nodes", "node-a", Objects.NODE);
    Discoverer nodes = start(config(Role.NODE));
    Await.until("found", () -> targets(nodes).size() == 1);
    assertThat(targets(nodes))
        .containsExactly(
            meta(
                    "node_name", "node-a",
                    "node_provider_id", "cloud:///a",
                    "node_condition_ready", "true",
                    "node_condition_memorypressure", "unknown",
                    "node_label_zone", "z1",
                    "node_labelpresent_zone", "true",
                    "node_address_InternalIP", "192.168.0.1",
                    "node_address_Hostname", "a.local")
                .with("__address__", "192.168.0.1:10250")
                .with("instance", "node-a"));
  }

  @Test
  void pathsOfIngressesAreTargets() {
    cluster.put("/apis/networking.k8s.io/v1/ingresses", "shop", Objects.INGRESS);
    cluster.put("/api/v1/namespaces", "mall", Objects.NAMESPACE);
    Discoverer ingresses = start(config(Role.INGRESS, Attached.NAMESPACE));
    Await.until("found", () -> targets(ingresses).size() == 3);
    assertThat(ingresses.groups().getFirst().labels())
        .isEqualTo(
            meta(
                "namespace", "mall",
                "ingress_name", "shop",
                "ingress_class_name", "nginx",
                "namespace_label_stage", "prod",
                "namespace_labelpresent_stage", "true"));
    assertThat(ingresses.groups().getFirst().targets())
        .containsExactly(
            path("www.mall.com", "https", "/a"),
            path("www.mall.com", "https", "/"),
            path("mall.com", "http", "/"));
  }

  private static Labels path(String host, String scheme, String path) {
    return meta("ingress_host", host, "ingress_scheme", scheme, "ingress_path", path)
        .with("__address__", host);
  }

  @Test
  void aStateThatIsTooOldIsListedAnew() {
    cluster.put(PODS, "cart-1", Objects.POD);
    cluster.put(PODS, "cart-2", Objects.POD.replace("cart-1", "cart-2"));
    Discoverer pods = start(config(Role.POD));
    awaitWatch(PODS);
    Await.until("found", () -> pods.groups().size() == 2);

    cluster.forget(PODS, "cart-1");
    cluster.tell(
        PODS, ClusterStub.event("ERROR", "{\"code\":410,\"message\":\"too old resource\"}"));
    Await.until("listed", () -> pods.groups().size() == 1);
    assertThat(pods.status().lastError()).isEmpty();
    assertThat(pods.status().refreshes()).isEqualTo(2);
  }

  @Test
  void aWatchThatEndsGoesOnWhereItWas() {
    cluster.put(PODS, "cart-1", Objects.POD);
    Discoverer pods = start(config(Role.POD));
    awaitWatch(PODS);
    cluster.tell(
        PODS, ClusterStub.event("BOOKMARK", "{\"metadata\":{\"resourceVersion\":\"777\"}}"));
    cluster.end(PODS);
    Await.until(
        "asked again",
        () -> cluster.asked().stream().anyMatch(one -> one.contains("resourceVersion=777")));
    assertThat(pods.status().refreshes()).isEqualTo(1);
    assertThat(pods.status().failures()).isZero();
  }

  @Test
  void brokenAnswersAreCountedAndWhatWasKnownStays() {
    cluster.put(PODS, "cart-1", Objects.POD);
    Discoverer pods = start(config(Role.POD));
    awaitWatch(PODS);
    Await.until("found", () -> targets(pods).size() == 4);

    for (String text :
        List.of("{\"items\": [", "[]", "{}", "{\"items\": [{}]}", "{\"items\": [3]}")) {
      cluster.breakLists(text);
      long before = pods.status().failures();
      cluster.tell(PODS, "{\"type\": nonsense}\n");
      Await.until("failed by " + text, () -> pods.status().failures() > before + 2);
      assertThat(pods.status().lastError()).contains("list pods");
      assertThat(targets(pods)).hasSize(4);
    }
    cluster.breakLists("");
    cluster.forget(PODS, "cart-1");
    Await.until("healed", () -> targets(pods).isEmpty() && pods.status().lastError().isEmpty());
  }

  @Test
  void moreObjectsThanAreHeldAreAnError() {
    for (int i = 0; i < 6; i++) {
      cluster.put(PODS, "cart-" + i, Objects.POD.replace("cart-1", "cart-" + i));
    }
    Discoverer pods = start(config(Role.POD));
    Await.until("refused", () -> pods.status().lastError().contains("more than 5 pods"));
    assertThat(pods.groups()).isEmpty();
    cluster.forget(PODS, "cart-0");
    Await.until("found", () -> pods.groups().size() == 5);
  }

  @Test
  void aWrongTokenIsAnErrorUntilTheRightOneComes(@TempDir Path dir) throws IOException {
    cluster.put(PODS, "cart-1", Objects.POD);
    cluster.demand("right");
    Files.writeString(dir.resolve("token"), "wrong");
    HttpConfig http =
        HttpConfig.defaults()
            .withCredentials(
                new Credentials.Token("Bearer", new Secret.InFile(dir.resolve("token"))));
    Discoverer pods =
        start(
            new Kubernetes(
                Optional.of(cluster.url()), http, Role.POD, EVERYWHERE, Map.of(), Set.of()));
    Await.until(
        "refused",
        () -> pods.status().lastError().equals("cannot list pods: HTTP status 401: Unauthorized"));
    Files.writeString(dir.resolve("token"), "right\n");
    Await.until("found", () -> targets(pods).size() == 4 && pods.status().lastError().isEmpty());
  }

  @Test
  void namespacesAndSelectorsNarrowWhatIsAsked() {
    cluster.put("/api/v1/namespaces/mall/pods", "cart-1", Objects.POD);
    Discoverer pods =
        start(
            new Kubernetes(
                Optional.of(cluster.url()),
                HttpConfig.defaults(),
                Role.POD,
                new Namespaces(false, List.of("mall", "other")),
                Map.of(Role.POD, new Selector("app in (cart, pay)", "spec.nodeName=node-a")),
                Set.of()));
    Await.until("found", () -> targets(pods).size() == 4);
    awaitWatch("/api/v1/namespaces/other/pods");
    assertThat(cluster.asked())
        .allSatisfy(one ->
            assertThat(one)
                .contains("/api/v1/namespaces/")
                .contains("labelSelector=app+in+%28cart%2C+pay%29")
                .contains("fieldSelector=spec.nodeName%3Dnode-a"));
  }

  @Test
  void outsideAClusterAnApiServerIsNeeded() {
    Discoverer pods = start(inside(false));
    Await.until("said", () -> pods.status().lastError().contains("KUBERNETES_SERVICE_HOST"));
    assertThat(pods.status().failures()).isPositive();
  }

  @Test
  void insideAClusterItsServiceAccountIsUsed(@TempDir Path dir) throws IOException {
    account = new ServiceAccount(dir, "fd00::1", "6443");
    assertThat(account.server()).hasToString("https://[fd00::1]:6443");
    assertThat(account.http().credentials())
        .isEqualTo(new Credentials.Token("Bearer", new Secret.InFile(dir.resolve("token"))));
    assertThat(account.http().tls().ca()).isEqualTo(new Secret.InFile(dir.resolve("ca.crt")));

    Discoverer pods = start(inside(true));
    Await.until("said", () -> pods.status().lastError().contains("namespace"));
    Files.writeString(dir.resolve("namespace"), "mall");
    Await.until("asked", () -> pods.status().lastError().contains("pods in namespace mall"));
  }

  private static Kubernetes inside(boolean own) {
    return new Kubernetes(
        Optional.empty(),
        HttpConfig.defaults(),
        Role.POD,
        new Namespaces(own, List.of()),
        Map.of(),
        Set.of());
  }
}
