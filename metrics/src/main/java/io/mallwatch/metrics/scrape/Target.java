package io.mallwatch.metrics.scrape;

import io.mallwatch.model.Labels;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Something to scrape.
///
/// @param discovered labels before relabelling, `__address__` and its like included
/// @param labels what its series get: after relabelling, without `__`
record Target(
    ScrapeConfig config,
    Labels discovered,
    Labels labels,
    URI url,
    Duration interval,
    Duration timeout) {

  private static final String PARAM = "__param_";

  /// Who a target is; a change of anything else goes to the running loop.
  record Key(String job, Labels labels, URI url) {}

  Key key() {
    return new Key(config.job(), labels, url);
  }

  /// The labels of an address before relabelling.
  static Labels discovered(ScrapeConfig config, TargetGroup group, String address) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("job", config.job());
    labels.put("__metrics_path__", config.metricsPath());
    labels.put("__scheme__", config.scheme());
    labels.put("__scrape_interval__", config.interval().toMillis() + "ms");
    labels.put("__scrape_timeout__", config.timeout().toMillis() + "ms");
    config
        .params()
        .forEach((name, values) -> {
          if (!values.isEmpty()) {
            labels.put(PARAM + name, values.getFirst());
          }
        });
    labels.putAll(group.labels().toMap());
    labels.put("__address__", address);
    return Labels.of(labels);
  }

  /// The target with these labels; empty when relabelling drops it.
  ///
  /// @throws IllegalArgumentException when relabelling leaves no usable address
  static Optional<Target> of(ScrapeConfig config, Labels discovered) {
    Optional<Labels> kept = Relabeling.apply(config.relabelConfigs(), discovered);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Labels relabeled = kept.get();
    String address = relabeled.get("__address__");
    if (address.isEmpty() || address.contains("/")) {
      throw new IllegalArgumentException("\"%s\" is no address of a target".formatted(address));
    }
    Labels labels = relabeled.filter(name -> !name.startsWith("__"));
    if (!labels.has("instance")) {
      labels = labels.with("instance", address);
    }
    Duration interval = Durations.parse(relabeled.get("__scrape_interval__"));
    Duration timeout = Durations.parse(relabeled.get("__scrape_timeout__"));
    return Optional.of(
        new Target(config, discovered, labels, url(config, relabeled), interval, timeout));
  }

  private static URI url(ScrapeConfig config, Labels labels) {
    Map<String, List<String>> params = new TreeMap<>(config.params());
    labels.forEach(label -> {
      if (label.name().startsWith(PARAM)) {
        String name = label.name().substring(PARAM.length());
        List<String> values = new ArrayList<>(params.getOrDefault(name, List.of("")));
        values.set(0, label.value());
        params.put(name, values);
      }
    });
    List<String> pairs = new ArrayList<>();
    params.forEach(
        (name, values) -> values.forEach(value -> pairs.add(encode(name) + "=" + encode(value))));
    String path = labels.get("__metrics_path__");
    String url =
        labels.get("__scheme__")
            + "://"
            + labels.get("__address__")
            + (path.startsWith("/") ? path : "/" + path)
            + (pairs.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + String.join("&", pairs));
    return URI.create(url);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
