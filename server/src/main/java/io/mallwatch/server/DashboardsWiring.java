package io.mallwatch.server;

import io.mallwatch.doors.grafana.GrafanaPorts;
import io.mallwatch.doors.grafana.Provisioning;
import io.mallwatch.server.state.SqlAnnotations;
import io.mallwatch.server.state.SqlDashboards;
import io.mallwatch.server.state.SqlFolders;
import io.mallwatch.server.state.StateDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Dashboards: those that are shipped, those of configured files, and those that people made.
final class DashboardsWiring {

  /// Names of the files in `deploy/dashboards`, in the order of their ids.
  static final List<String> SHIPPED =
      List.of(
          "10-business.json",
          "20-system.json",
          "30-health.json",
          "40-business-details.json",
          "50-jvm.json",
          "60-database.json",
          "65-redis.json",
          "70-hosts.json",
          "80-security.json",
          "90-logs.json",
          "95-traces.json",
          "99-mallwatch.json");

  private static final Logger logger = LoggerFactory.getLogger(DashboardsWiring.class);

  private DashboardsWiring() {}

  /// Opens the stores and brings the dashboards to what the files say.
  ///
  /// @param patterns of further files
  /// @throws io.mallwatch.server.config.BadConfigException for patterns that name no file
  static GrafanaPorts open(
      StateDatabase state, List<String> patterns, String url, InstantSource clock) {
    RulePaths.find("dashboards.files", patterns);
    SqlDashboards dashboards = new SqlDashboards(state);
    SqlFolders folders = new SqlFolders(state);
    Provisioning provisioning = new Provisioning(dashboards, folders, () -> files(patterns), clock);
    provisioning.sync();
    return new GrafanaPorts(dashboards, folders, new SqlAnnotations(state), provisioning, url);
  }

  private static List<Provisioning.File> files(List<String> patterns) {
    List<Provisioning.File> files = new ArrayList<>();
    SHIPPED.forEach(name -> files.add(new Provisioning.File(name, shipped(name))));
    for (String pattern : patterns) {
      for (Path path : RulePaths.matching(pattern)) {
        try {
          files.add(new Provisioning.File(path.toString(), Files.readString(path)));
        } catch (IOException e) {
          logger.warn("event=dashboard_file_unreadable file={} reason=\"{}\"", path, e.toString());
        }
      }
    }
    return files;
  }

  private static String shipped(String name) {
    String path = "deploy/dashboards/" + name;
    try (InputStream in = DashboardsWiring.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the program was packaged without " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
