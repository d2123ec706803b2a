package io.mallwatch.metrics.scrape;

import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads `scrape_configs` (and the scrape defaults in `global`) of a file like Prometheus's. Keys
/// of a job that are not known are refused with their path; top-level keys of other concerns are
/// left to others.
public final class ScrapeConfigYaml {

  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final Duration interval;
  private final Duration timeout;

  private ScrapeConfigYaml(Duration interval, Duration timeout) {
    this.interval = interval;
    this.timeout = timeout;
  }

  /// Reads a whole document.
  ///
  /// @throws ScrapeConfigException with all problems
  public static List<ScrapeConfig> parse(String yaml) {
    try {
      Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
      return fromTree(tree);
    } catch (YamlEngineException e) {
      throw new ScrapeConfigException(List.of("not YAML: " + e.getMessage()));
    }
  }

  /// Reads a document that is parsed already.
  ///
  /// @param document a mapping with `scrape_configs` and perhaps `global`, or null for none
  /// @throws ScrapeConfigException with all problems
  public static List<ScrapeConfig> fromTree(@Nullable Object document) {
    List<String> problems = new ArrayList<>();
    YamlKeys top = YamlKeys.of("", document, problems);
    YamlKeys global = top.mapping("global");
    Duration interval = global.duration("scrape_interval", INTERVAL);
    Duration timeout = global.duration("scrape_timeout", min(TIMEOUT, interval));
    ScrapeConfigYaml reader = new ScrapeConfigYaml(interval, timeout);
    List<ScrapeConfig> configs = new ArrayList<>();
    Set<String> jobs = new HashSet<>();
    for (YamlKeys keys : top.mappings("scrape_configs")) {
      int before = problems.size();
      String job = keys.text("job_name", "");
      if (job.isEmpty()) {
        keys.problem("job_name", "is missing");
      } else if (!jobs.add(job)) {
        keys.problem("job_name", "job %s comes twice".formatted(job));
      }
      ScrapeConfig config = reader.job(keys, job.isEmpty() ? "?" : job);
      keys.refuseOthers();
      if (problems.size() == before) {
        configs.add(config);
      }
    }
    if (!problems.isEmpty()) {
      throw new ScrapeConfigException(problems);
    }
    return configs;
  }

  private static Duration min(Duration left, Duration right) {
    return left.compareTo(right) <= 0 ? left : right;
  }

  private ScrapeConfig job(YamlKeys keys, String job) {
    Duration every = keys.duration("scrape_interval", interval);
    Duration within = keys.duration("scrape_timeout", min(timeout, every));
    if (!every.isPositive()) {
      keys.problem("scrape_interval", "must be above 0");
      every = INTERVAL;
    }
    if (!within.isPositive() || within.compareTo(every) > 0) {
      keys.problem("scrape_timeout", "must be above 0 and at most scrape_interval");
      within = every;
    }
    String scheme = keys.text("scheme", "http");
    if (!scheme.equals("http") && !scheme.equals("https")) {
      keys.problem("scheme", "expected http or https");
    }
    return new ScrapeConfig(
        job,
        every,
        within,
        keys.text("metrics_path", "/metrics"),
        scheme,
        staticTargets(keys),
        files(keys),
        keys.lists("params"),
        headers(keys),
        auth(keys),
        keys.flag("honor_labels", false),
        keys.flag("honor_timestamps", true),
        keys.flag("follow_redirects", true),
        keys.flag("enable_compression", true),
        limits(keys),
        steps(keys, "relabel_configs"),
        steps(keys, "metric_relabel_configs"));
  }

  private static List<TargetGroup> staticTargets(YamlKeys keys) {
    List<TargetGroup> groups = new ArrayList<>();
    for (YamlKeys group : keys.mappings("static_configs")) {
      groups.add(new TargetGroup(group.texts("targets"), group.labels("labels"), "static"));
      group.refuseOthers();
    }
    return groups;
  }

  private static List<String> files(YamlKeys keys) {
    List<String> files = new ArrayList<>();
    for (YamlKeys one : keys.mappings("file_sd_configs")) {
      files.addAll(one.texts("files"));
      var _ = one.duration("refresh_interval", Duration.ofMinutes(5));
      one.refuseOthers();
    }
    return files;
  }

  private static Map<String, String> headers(YamlKeys keys) {
    Map<String, String> headers = new TreeMap<>();
    YamlKeys all = keys.mapping("http_headers");
    for (String name : all.names()) {
      YamlKeys one = all.mapping(name);
      List<String> values = new ArrayList<>(one.texts("values"));
      values.addAll(one.texts("secrets"));
      one.refuseOthers();
      headers.put(name, String.join(", ", values));
    }
    return headers;
  }

  private static ScrapeAuth auth(YamlKeys keys) {
    YamlKeys basic = keys.mapping("basic_auth");
    YamlKeys token = keys.mapping("authorization");
    String bearer = keys.secret("bearer_token");
    ScrapeAuth auth = new ScrapeAuth.None();
    int given = 0;
    if (keys.has("basic_auth")) {
      auth = new ScrapeAuth.Basic(basic.text("username", ""), basic.secret("password"));
      basic.refuseOthers();
      given++;
    }
    if (keys.has("authorization")) {
      auth = new ScrapeAuth.Token(token.text("type", "Bearer"), token.secret("credentials"));
      token.refuseOthers();
      given++;
    }
    if (!bearer.isEmpty()) {
      auth = new ScrapeAuth.Token("Bearer", bearer);
      given++;
    }
    if (given > 1) {
      keys.problem(
          "authorization", "at most one of basic_auth, authorization, bearer_token is allowed");
    }
    return auth;
  }

  private static ScrapeLimits limits(YamlKeys keys) {
    return new ScrapeLimits(
        (int) keys.integer("sample_limit", 0),
        (int) keys.integer("label_limit", 0),
        (int) keys.integer("label_name_length_limit", 0),
        (int) keys.integer("label_value_length_limit", 0),
        keys.bytes("body_size_limit", ScrapeLimits.DEFAULT_BODY_BYTES),
        (int) keys.integer("target_limit", 0));
  }

  private static List<RelabelConfig> steps(YamlKeys keys, String key) {
    List<RelabelConfig> steps = new ArrayList<>();
    for (YamlKeys step : keys.mappings(key)) {
      List<String> source = step.texts("source_labels");
      String separator = step.text("separator", ";");
      String regex = step.text("regex", "(.*)");
      long modulus = step.integer("modulus", 0);
      String target = step.text("target_label", "");
      String replacement = step.text("replacement", "$1");
      RelabelConfig.Action action =
          step.read("action", RelabelConfig.Action.REPLACE, ScrapeConfigYaml::action);
      step.refuseOthers();
      try {
        steps.add(RelabelConfig.of(source, separator, regex, modulus, target, replacement, action));
      } catch (PatternSyntaxException e) {
        step.problem("regex", String.valueOf(e.getMessage()));
      } catch (IllegalArgumentException e) {
        step.problem("action", String.valueOf(e.getMessage()));
      }
    }
    return steps;
  }

  private static RelabelConfig.Action action(String name) {
    try {
      return RelabelConfig.Action.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unknown action %s".formatted(name), e);
    }
  }
}
