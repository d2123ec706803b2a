package io.mallwatch.server.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The catalogue as data, and as the page that people read.
record Catalogue(List<Metric> metrics) {

  static final Path FILE = Path.of("../deploy/metrics.yaml");

  private static final List<String> SUFFIXES = List.of("_bucket", "_sum", "_count");

  private static final Map<String, String> SOURCES = sources();

  /// One entry.
  record Metric(
      String name,
      String type,
      String unit,
      List<String> labels,
      String from,
      List<String> ids,
      String zh,
      String en) {

    boolean isFamily() {
      return name.endsWith("*");
    }
  }

  static Catalogue read() {
    try {
      Map<?, ?> root =
          (Map<?, ?>)
              Objects.requireNonNull(
                  new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE)));
      List<Metric> metrics = new ArrayList<>();
      for (Object item : (List<?>) Objects.requireNonNull(root.get("metrics"))) {
        Map<?, ?> map = (Map<?, ?>) item;
        metrics.add(
            new Metric(
                text(map, "name"),
                text(map, "type"),
                text(map, "unit"),
                texts(map, "labels"),
                text(map, "from"),
                texts(map, "ids"),
                text(map, "zh"),
                text(map, "en")));
      }
      return new Catalogue(metrics);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Map<?, ?> map, String key) {
    return (String) Objects.requireNonNull(map.get(key), () -> key + " is missing in " + map);
  }

  private static List<String> texts(Map<?, ?> map, String key) {
    return ((List<?>) Objects.requireNonNull(map.get(key), () -> key + " is missing in " + map))
        .stream().map(String::valueOf).toList();
  }

  /// Whether a series of this name is listed, also as part of a histogram or of a family.
  boolean knows(String series) {
    return metrics.stream().anyMatch(metric -> covers(metric, series));
  }

  private static boolean covers(Metric metric, String series) {
    if (metric.name().equals(series)) {
      return true;
    }
    if (metric.isFamily()) {
      return series.startsWith(metric.name().substring(0, metric.name().length() - 1));
    }
    return (metric.type().equals("histogram") || metric.type().equals("summary"))
        && SUFFIXES.stream().anyMatch(suffix -> series.equals(metric.name() + suffix));
  }

  /// `docs/metrics.md`.
  String markdown() {
    StringBuilder out =
        new StringBuilder(
            """
            # 指标名录 · Metrics

            由 `deploy/metrics.yaml` 生成，测试保证埋点、监控、规则与面板都在其中。Written from `deploy/metrics.yaml`; a test holds the starter, the monitors, the rules and the dashboards to it. `*` 结尾的名字代表一族。27 项业务指标的公式见 [business.md](business.md)。
            """);
    SOURCES.forEach((from, title) -> {
      out.append("\n## ").append(title).append("\n\n");
      out.append("| 名称 name | 类型 type | 单位 unit | 标签 labels | 含义 meaning | 需求 ids |\n");
      out.append("|---|---|---|---|---|---|\n");
      for (Metric metric : metrics) {
        if (metric.from().equals(from)) {
          out.append(
              "| `%s` | %s | %s | %s | %s<br>%s | %s |\n"
                  .formatted(
                      metric.name(),
                      metric.type(),
                      metric.unit(),
                      String.join(", ", metric.labels()),
                      metric.zh(),
                      metric.en(),
                      String.join(" ", metric.ids())));
        }
      }
    });
    return out.toString();
  }

  static List<String> allSources() {
    return List.copyOf(SOURCES.keySet());
  }

  private static Map<String, String> sources() {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("starter", "商城一侧（starter）");
    sources.put("sample-mall", "仅演示商城");
    sources.put("rules", "由规则记录（含策略文档的其他名字）");
    sources.put("monitors", "监控测得");
    sources.put("exporters", "其他导出器（我们的规则读它们）");
    sources.put("self", "Mallwatch 自身");
    return sources;
  }
}
