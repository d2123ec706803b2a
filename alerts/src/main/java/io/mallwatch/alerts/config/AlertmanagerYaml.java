package io.mallwatch.alerts.config;

import io.mallwatch.alerts.config.AlertmanagerConfig.ReceiverConfig;
import io.mallwatch.alerts.inhibit.InhibitRule;
import io.mallwatch.alerts.notify.vendor.ChannelConfig;
import io.mallwatch.alerts.route.Route;
import io.mallwatch.alerts.route.TimeInterval;
import io.mallwatch.alerts.yaml.InvalidFileException;
import io.mallwatch.alerts.yaml.Problem;
import io.mallwatch.alerts.yaml.Problems;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads Alertmanager's configuration file, as strictly as Alertmanager does. What it knows and
/// this program does not have yet is refused with a line that says so, never ignored.
public final class AlertmanagerYaml {

  private static final Duration RESOLVE_TIMEOUT = Duration.ofMinutes(5);

  private AlertmanagerYaml() {}

  /// The configuration in `file`.
  ///
  /// @throws InvalidFileException with every problem found
  public static AlertmanagerConfig read(Path file) {
    try {
      return parse(file, Files.readString(file));
    } catch (IOException e) {
      throw new InvalidFileException(
          List.of(new Problem(file.toString(), 1, "", "cannot be read: " + e)));
    }
  }

  /// The channels that `file` lists: a receiver's `KIND_configs`, with a section `global` if need
  /// be.
  ///
  /// @throws InvalidFileException with every problem found
  public static List<ChannelConfig> channels(Path file) {
    Problems problems = new Problems(file.toString());
    try {
      Optional<YamlMap> root =
          YamlValue.parse(Files.readString(file), problems).flatMap(YamlValue::asMap);
      Redaction redaction = new Redaction();
      Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
      List<ChannelConfig> channels =
          root.map(
                  map -> {
                    Globals globals =
                        map.map("global")
                            .map(section -> Globals.read(new Fields(section, redaction, folder)))
                            .orElseGet(Globals::none);
                    List<ChannelConfig> all =
                        new ReceiverYaml(globals, redaction, folder).channels(map);
                    map.refuseUnknown("list of channels");
                    return all;
                  })
              .orElse(List.of());
      problems.throwIfAny();
      return channels;
    } catch (IOException e) {
      throw new InvalidFileException(
          List.of(new Problem(file.toString(), 1, "", "cannot be read: " + e)));
    }
  }

  /// The configuration that `text` writes.
  ///
  /// @param file for messages, and the place that file names in it are relative to
  /// @throws InvalidFileException with every problem found
  public static AlertmanagerConfig parse(Path file, String text) {
    Problems problems = new Problems(file.toString());
    Optional<YamlMap> root = YamlValue.parse(text, problems).flatMap(YamlValue::asMap);
    problems.throwIfAny();
    if (root.isEmpty()) {
      problems.add(1, "", "no route provided in config");
      problems.throwIfAny();
      throw new IllegalStateException("unreachable");
    }
    AlertmanagerConfig config = read(file, text, root.get());
    problems.throwIfAny();
    return config;
  }

  private static AlertmanagerConfig read(Path file, String text, YamlMap root) {
    Redaction redaction = new Redaction();
    Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
    Optional<YamlMap> global = root.map("global");
    Duration resolveTimeout =
        global.map(map -> map.duration("resolve_timeout", RESOLVE_TIMEOUT)).orElse(RESOLVE_TIMEOUT);
    Globals globals =
        global
            .map(map -> Globals.read(new Fields(map, redaction, folder)))
            .orElseGet(Globals::none);
    List<ReceiverConfig> receivers = new ReceiverYaml(globals, redaction, folder).read(root);
    Map<String, List<TimeInterval>> intervals = TimeIntervalYaml.read(root);
    List<InhibitRule> inhibitRules = RouteYaml.inhibitRules(root);
    Set<String> names =
        receivers.stream().map(ReceiverConfig::name).collect(Collectors.toCollection(HashSet::new));
    RouteYaml routes = new RouteYaml(names, intervals.keySet());
    Optional<Route> route = root.map("route").map(routes::root);
    if (route.isEmpty()) {
      root.value().problem("no routes provided");
    }
    List<String> templates =
        root.texts("templates").stream().map(name -> folder.resolve(name).toString()).toList();
    root.refuseUnknown("configuration");
    return new AlertmanagerConfig(
        redaction.apply(text),
        resolveTimeout,
        route.orElseGet(() -> routes.root(root)),
        inhibitRules,
        intervals,
        receivers,
        templates);
  }
}
