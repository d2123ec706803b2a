import org.codelibs.opensearch.runner.OpenSearchRunner;

/// One OpenSearch node over HTTP, until it is killed. Arguments: folder, port.
public final class OpenSearchNode {

  private OpenSearchNode() {}

  public static void main(String[] args) throws InterruptedException {
    OpenSearchRunner runner = new OpenSearchRunner();
    runner.setMaxHttpPort(65_535);
    runner.onBuild((_, settings) -> {
      settings.put("http.port", args[1]);
      settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
    });
    runner.build(
        OpenSearchRunner.newConfigs()
            .basePath(args[0])
            .numOfNode(1)
            .baseHttpPort(Integer.parseInt(args[1]) - 1)
            .clusterName("peer"));
    Thread.currentThread().join();
  }
}
