package io.mallwatch.ops.deploy;

import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.alerts.yaml.Problems;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import io.mallwatch.ops.deploy.BlueGreenPlan.Bound;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a plan from YAML.
public final class BlueGreenFile {

  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9_.-]+:\\d{1,5}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

  private final Problems problems;

  private BlueGreenFile(Problems problems) {
    this.problems = problems;
  }

  /// The plan that `text` writes.
  ///
  /// @param file its name, for problems; relative paths in it are meant from its folder
  /// @throws InvalidFileException with everything that is wrong
  public static BlueGreenPlan parse(Path file, String text) {
    Problems problems = new Problems(file.toString());
    YamlMap root = YamlValue.parse(text, problems).flatMap(YamlValue::asMap).orElse(null);
    if (root == null) {
      problems.add(1, "", "has nothing in it");
      throw new InvalidFileException(problems.found());
    }
    BlueGreenPlan plan = new BlueGreenFile(problems).plan(root, file.toAbsolutePath().getParent());
    root.refuseUnknown("deployment plan");
    problems.throwIfAny();
    return plan;
  }

  private BlueGreenPlan plan(YamlMap root, @Nullable Path folder) {
    BlueGreenPlan.Nginx nginx = nginx(section(root, "nginx"), folder);
    YamlMap colours = section(root, "colours");
    BlueGreenPlan.Colour blue = colour(colours, "blue");
    BlueGreenPlan.Colour green = colour(colours, "green");
    colours.refuseUnknown("pair of colours; blue and green are possible");
    if (!blue.address().isEmpty() && blue.address().equals(green.address())) {
      colours.value().problem("blue and green have the same address");
    }
    return new BlueGreenPlan(
        root.requiredText("service"),
        root.text("environment", "production"),
        nginx,
        blue,
        green,
        probe(root),
        watch(root),
        duration(root, "drain", Duration.ofSeconds(30)),
        root.bool("stop_old", false),
        duration(root, "timeout", Duration.ofMinutes(2)));
  }

  private YamlMap section(YamlMap root, String key) {
    return root.map(key)
        .orElseGet(() -> {
          root.value().problem("has no " + key);
          return YamlValue.parse("{}", problems).flatMap(YamlValue::asMap).orElseThrow();
        });
  }

  private static BlueGreenPlan.Nginx nginx(YamlMap map, @Nullable Path folder) {
    String file = map.requiredText("upstream_file");
    String upstream = map.requiredText("upstream");
    if (!upstream.isEmpty() && !NAME.matcher(upstream).matches()) {
      map.find("upstream").orElse(map.value()).problem("must be a name of letters and digits");
    }
    List<String> test = map.texts("test");
    List<String> reload = map.texts("reload");
    map.refuseUnknown("nginx section");
    Path path = Path.of(file);
    return new BlueGreenPlan.Nginx(
        folder == null ? path : folder.resolve(path),
        upstream,
        test.isEmpty() ? List.of("nginx", "-t") : test,
        reload.isEmpty() ? List.of("nginx", "-s", "reload") : reload);
  }

  private BlueGreenPlan.Colour colour(YamlMap colours, String name) {
    YamlMap map = section(colours, name);
    String address = map.requiredText("address");
    if (!address.isEmpty() && !ADDRESS.matcher(address).matches()) {
      map.find("address").orElse(map.value()).problem("must be host:port");
    }
    List<String> start = map.texts("start");
    List<String> stop = map.texts("stop");
    if (start.isEmpty()) {
      map.value().problem("has no start");
    }
    map.refuseUnknown("colour");
    return new BlueGreenPlan.Colour(name, address, start, stop);
  }

  private static BlueGreenPlan.Probe probe(YamlMap root) {
    YamlMap map = root.map("probe").orElse(null);
    if (map == null) {
      return new BlueGreenPlan.Probe(
          "/health", Duration.ofMinutes(2), Duration.ofSeconds(1), 3, Duration.ofSeconds(5));
    }
    String path = map.text("path", "/health");
    if (!path.startsWith("/")) {
      map.find("path").orElse(map.value()).problem("must begin with /");
    }
    BlueGreenPlan.Probe probe =
        new BlueGreenPlan.Probe(
            path,
            duration(map, "within", Duration.ofMinutes(2)),
            duration(map, "every", Duration.ofSeconds(1)),
            Math.max(1, map.number("in_a_row", 3)),
            duration(map, "timeout", Duration.ofSeconds(5)));
    map.refuseUnknown("probe");
    return probe;
  }

  private static BlueGreenPlan.Watch watch(YamlMap root) {
    YamlMap map = root.map("watch").orElse(null);
    if (map == null) {
      return new BlueGreenPlan.Watch(
          Duration.ofMinutes(5), Duration.ofSeconds(10), null, List.of());
    }
    String server = map.text("server", "");
    List<BlueGreenPlan.Check> checks = new ArrayList<>();
    for (YamlValue item : map.list("checks")) {
      item.asMap().ifPresent(check -> checks.add(check(check)));
    }
    if (!checks.isEmpty() && server.isEmpty()) {
      map.value().problem("has checks but no server to ask");
    }
    BlueGreenPlan.Watch watch =
        new BlueGreenPlan.Watch(
            duration(map, "for", Duration.ofMinutes(5)),
            duration(map, "every", Duration.ofSeconds(10)),
            server.isEmpty() ? null : uri(map, server),
            List.copyOf(checks));
    map.refuseUnknown("watch");
    return watch;
  }

  private static @Nullable URI uri(YamlMap map, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException _) {
      map.find("server").orElse(map.value()).problem("is no URL");
      return null;
    }
  }

  private static BlueGreenPlan.Check check(YamlMap map) {
    Map<Bound, Double> bounds = new EnumMap<>(Bound.class);
    for (Bound bound : Bound.values()) {
      String key = bound.name().toLowerCase(Locale.ROOT);
      map.find(key)
          .ifPresent(value -> {
            try {
              bounds.put(bound, Double.valueOf(value.asText().orElse("")));
            } catch (NumberFormatException _) {
              value.problem("must be a number");
            }
          });
    }
    String name = map.requiredText("name");
    String query = map.requiredText("query");
    if (bounds.isEmpty()) {
      map.value().problem("has none of max, min, max_over_old, min_of_old");
    }
    map.refuseUnknown("check");
    return new BlueGreenPlan.Check(name, query, bounds);
  }

  private static Duration duration(YamlMap map, String key, Duration otherwise) {
    return Objects.requireNonNull(map.duration(key, otherwise));
  }
}
