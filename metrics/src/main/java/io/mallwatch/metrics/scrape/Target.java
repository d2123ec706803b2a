package io.mallwatch.metrics.scrape;

import io.mallwatch.metrics.scrape.discovery.TargetGroup;
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
/// @param histograms the job's rules, or what relabelling made of them
record Target(
    ScrapeConfig config,
    Labels discovered,
    Labels labels,
    URI url,
    Duration interval,
    Duration timeout,
    HistogramRules histograms) {

  private static final String PARAM = "__param_";
  private static final String INTERVAL = "__scrape_interval__";
  private static final String TIMEOUT = "__scrape_timeout__";
  private static final String NATIVE = "__scrape_native_histograms__";
  private static final String CLASSIC = "__always_scrape_classic_histograms__";
  private static final String CONVERT = "__convert_classic_histograms_to_nhcb__";

  /// Bytes of a path that Go leaves as they are besides letters and digits.
  private static final String PATH_BYTES = "-_.~$&+,/:;=@";

  /// Who a target is; a change of anything else goes to the running loop.
  record Key(String job, Labels labels, URI url) {}

  Key key() {
    return new Key(config.job(), labels, url);
  }

  /// The labels of a target before relabelling: its own win over its group's, both over the job's.
  static Labels discovered(ScrapeConfig config, TargetGroup group, Labels own) {
    HistogramRules histograms = config.page().histograms();
    Map<String, String> labels = new TreeMap<>(group.labels().toMap());
    labels.putAll(own.toMap());
    labels.values().removeIf(String::isEmpty);
    labels.putIfAbsent("job", config.job());
    labels.putIfAbsent("__metrics_path__", config.metricsPath());
    labels.putIfAbsent("__scheme__", config.scheme());
    labels.putIfAbsent(INTERVAL, Durations.format(config.interval()));
    labels.putIfAbsent(TIMEOUT, Durations.format(config.timeout()));
    labels.putIfAbsent(NATIVE, Boolean.toString(histograms.scrapeNative()));
    labels.putIfAbsent(CLASSIC, Boolean.toString(histograms.alwaysClassic()));
    labels.putIfAbsent(CONVERT, Boolean.toString(histograms.convertClassic()));
    config
        .params()
        .forEach((name, values) -> {
          if (!values.isEmpty()) {
            labels.putIfAbsent(PARAM + name, values.getFirst());
          }
        });
    return Labels.of(labels);
  }

  /// The target with these labels; empty when relabelling drops it.
  ///
  /// @throws IllegalArgumentException when relabelling leaves no usable target
  static Optional<Target> of(ScrapeConfig config, Labels discovered) {
    Optional<Labels> kept = Relabeling.apply(config.relabelConfigs(), discovered);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    Labels relabeled = kept.get();
    String address = relabeled.get(TargetGroup.ADDRESS);
    if (address.isEmpty()) {
      throw new IllegalArgumentException("no address");
    }
    if (address.contains("/")) {
      throw new IllegalArgumentException("\"%s\" is no host or host:port".formatted(address));
    }
    Labels labels = relabeled.filter(name -> !name.startsWith("__"));
    if (!labels.has("instance")) {
      labels = labels.with("instance", address);
    }
    Duration interval = period(relabeled, INTERVAL);
    Duration timeout = period(relabeled, TIMEOUT);
    if (timeout.compareTo(interval) > 0) {
      throw new IllegalArgumentException("the scrape timeout is longer than the interval");
    }
    return Optional.of(
        new Target(
            config,
            discovered,
            labels,
            url(config, relabeled),
            interval,
            timeout,
            histograms(config.page().histograms(), relabeled)));
  }

  private static Duration period(Labels labels, String name) {
    Duration period = Durations.parse(labels.get(name));
    if (period.isZero()) {
      throw new IllegalArgumentException(name + " is 0");
    }
    return period;
  }

  private static HistogramRules histograms(HistogramRules job, Labels labels) {
    return new HistogramRules(
        flag(labels, NATIVE, job.scrapeNative()),
        flag(labels, CLASSIC, job.alwaysClassic()),
        flag(labels, CONVERT, job.convertClassic()),
        job.bucketLimit(),
        job.minBucketFactor());
  }

  private static boolean flag(Labels labels, String name, boolean job) {
    return switch (labels.get(name)) {
      case "" -> job;
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default ->
          throw new IllegalArgumentException(
              "%s is neither true nor false: \"%s\"".formatted(name, labels.get(name)));
    };
  }

  private static URI url(ScrapeConfig config, Labels labels) {
    Map<String, List<String>> params = new TreeMap<>(config.params());
    labels.forEach(label -> {
      if (label.name().startsWith(PARAM)) {
        String name = label.name().substring(PARAM.length());
        List<String> values = new ArrayList<>(params.getOrDefault(name, List.of("")));
        if (values.isEmpty()) {
          values.add("");
        }
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
            + labels.get(TargetGroup.ADDRESS)
            + (path.startsWith("/") ? "" : "/")
            + encodePath(path)
            + (pairs.isEmpty() ? "" : "?" + String.join("&", pairs));
    return URI.create(url);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }

  private static String encodePath(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || PATH_BYTES.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append("%%%02X".formatted((int) c));
      }
    }
    return encoded.toString();
  }
}
