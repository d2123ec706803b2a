package io.mallwatch.metrics.scrape.discovery.kubernetes;

/// Objects as the API gives them.
final class Objects {

  static final String POD =
      """
      {"metadata": {"name": "cart-1", "namespace": "mall", "uid": "u-1", "resourceVersion": "$V",
        "labels": {"app.kubernetes.io/name": "cart"}, "annotations": {"prometheus.io/port": "8080"},
        "managedFields": [{"manager": "kubectl"}],
        "ownerReferences": [
          {"kind": "Other", "name": "x"},
          {"kind": "ReplicaSet", "name": "cart-77", "controller": true}]},
       "spec": {"nodeName": "node-a",
        "volumes": [{"name": "v"}],
        "containers": [
          {"name": "web", "image": "cart:1",
           "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"},
                     {"name": "admin", "containerPort": 9090, "protocol": "TCP"}]},
          {"name": "side", "image": "side:1"}],
        "initContainers": [{"name": "init", "image": "init:1"}]},
       "status": {"phase": "Running", "podIP": "10.0.0.1", "hostIP": "192.168.0.1",
        "conditions": [{"type": "Initialized", "status": "True"},
                       {"type": "Ready", "status": "True"}],
        "containerStatuses": [{"name": "web", "containerID": "docker://w"}],
        "initContainerStatuses": [{"name": "init", "containerID": "docker://i"}]}}
      """;

  static final String SERVICE =
      """
      {"metadata": {"name": "cart", "namespace": "mall", "resourceVersion": "$V",
        "labels": {"team": "a"}},
       "spec": {"type": "LoadBalancer", "clusterIP": "10.1.0.1",
        "ipFamilyPolicy": "PreferDualStack", "ipFamilies": ["IPv4", "IPv6"],
        "ports": [{"name": "http", "port": 80, "protocol": "TCP"}]},
       "status": {"loadBalancer": {"ingress": [{"ip": "1.1.1.1"}, {"ip": "2.2.2.2"}]}}}
      """;

  static final String EXTERNAL =
      """
      {"metadata": {"name": "pay", "namespace": "mall", "resourceVersion": "$V"},
       "spec": {"type": "ExternalName", "externalName": "pay.example.com",
        "ports": [{"port": 443, "protocol": "TCP"}]}}
      """;

  static final String ENDPOINTS =
      """
      {"metadata": {"name": "cart", "namespace": "mall", "resourceVersion": "$V",
        "annotations": {"a": "b"}},
       "subsets": [{
        "addresses": [{"ip": "10.0.0.1", "nodeName": "node-a",
          "targetRef": {"kind": "Pod", "namespace": "mall", "name": "cart-1"}}],
        "notReadyAddresses": [{"ip": "10.0.0.9", "hostname": "nine",
          "targetRef": {"kind": "Node", "name": "node-a"}}],
        "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}]}]}
      """;

  static final String SLICE =
      """
      {"metadata": {"name": "cart-x", "namespace": "mall", "resourceVersion": "$V",
        "labels": {"kubernetes.io/service-name": "cart"}},
       "addressType": "IPv4",
       "endpoints": [{"addresses": ["10.0.0.1"], "nodeName": "node-a", "zone": "z1",
         "hostname": "one", "conditions": {"ready": true, "serving": true, "terminating": false},
         "deprecatedTopology": {"kubernetes.io/hostname": "node-a"},
         "targetRef": {"kind": "Pod", "namespace": "mall", "name": "cart-1"}}],
       "ports": [{"name": "http", "port": 8080, "protocol": "TCP", "appProtocol": "http"}]}
      """;

  static final String NODE =
      """
      {"metadata": {"name": "node-a", "resourceVersion": "$V", "labels": {"zone": "z1"}},
       "spec": {"providerID": "cloud:///a"},
       "status": {
        "conditions": [{"type": "Ready", "status": "True"},
                       {"type": "MemoryPressure", "status": "Unknown"}],
        "addresses": [{"type": "Hostname", "address": "a.local"},
                      {"type": "InternalIP", "address": "192.168.0.1"},
                      {"type": "InternalIP", "address": "192.168.0.2"}],
        "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}}}}
      """;

  static final String INGRESS =
      """
      {"metadata": {"name": "shop", "namespace": "mall", "resourceVersion": "$V"},
       "spec": {"ingressClassName": "nginx", "tls": [{"hosts": ["*.mall.com"]}],
        "rules": [{"host": "www.mall.com", "http": {"paths": [{"path": "/a"}, {}]}},
                  {"host": "mall.com"}]}}
      """;

  static final String NAMESPACE =
      """
      {"metadata": {"name": "mall", "resourceVersion": "$V", "labels": {"stage": "prod"}}}
      """;

  private Objects() {}

  /// An object that belongs to another.
  static String owned(String name, String kind, String owner) {
    return """
    {"metadata": {"name": "%s", "namespace": "mall", "resourceVersion": "$V",
      "ownerReferences": [{"kind": "%s", "name": "%s", "controller": true}]}}
    """
        .formatted(name, kind, owner);
  }
}
