package io.mallwatch.alerts.config;

import io.mallwatch.alerts.inhibit.InhibitRule;
import io.mallwatch.alerts.route.Route;
import io.mallwatch.alerts.silence.MatcherSyntax;
import io.mallwatch.alerts.yaml.YamlMap;
import io.mallwatch.alerts.yaml.YamlValue;
import io.mallwatch.model.BadQueryException;
import io.mallwatch.model.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The tree of routes and the inhibition rules of an `alertmanager.yml`.
final class RouteYaml {

  private static final int MAX_DEPTH = 50;

  private final Set<String> receivers;
  private final Set<String> intervals;

  /// @param receivers names that routes may use
  /// @param intervals names that routes may use
  RouteYaml(Set<String> receivers, Set<String> intervals) {
    this.receivers = receivers;
    this.intervals = intervals;
  }

  Route root(YamlMap map) {
    if (map.text("receiver", "").isEmpty()) {
      map.value().problem("root route must specify a default receiver");
    }
    for (String key : List.of("match", "match_re", "matchers")) {
      refuseAtRoot(map, key, "root route must not have any matchers");
    }
    refuseAtRoot(map, "mute_time_intervals", "root route must not have any mute time intervals");
    refuseAtRoot(
        map, "active_time_intervals", "root route must not have any active time intervals");
    refuseAtRoot(map, "continue", "cannot have continue in root route");
    Route.Options defaults =
        new Route.Options(
            "",
            Set.of(),
            false,
            Route.Options.GROUP_WAIT,
            Route.Options.GROUP_INTERVAL,
            Route.Options.REPEAT_INTERVAL,
            List.of(),
            List.of());
    return route(map, "", defaults, 0);
  }

  private static void refuseAtRoot(YamlMap map, String key, String message) {
    boolean empty = map.find(key).map(value -> value.isNull() || value.isFalse()).orElse(true);
    if (!empty) {
      map.find(key).ifPresent(value -> value.problem(message));
    }
  }

  private Route route(YamlMap map, String parentKey, Route.Options parent, int depth) {
    if (depth > MAX_DEPTH) {
      map.value().problem("routes are nested deeper than " + MAX_DEPTH);
      return new Route("{}", List.of(), parent, false, List.of());
    }
    List<Matcher> matchers = matchers(map, "matchers", "match", "match_re");
    String key = Route.keyOf(parentKey, matchers);
    Route.Options options = options(map, parent);
    boolean continues = map.bool("continue", false);
    List<Route> children = new ArrayList<>();
    for (YamlValue child : map.list("routes")) {
      child.asMap().ifPresent(route -> children.add(route(route, key, options, depth + 1)));
    }
    map.refuseUnknown("route");
    return new Route(key, matchers, options, continues, children);
  }

  private Route.Options options(YamlMap map, Route.Options parent) {
    String receiver = map.text("receiver", parent.receiver());
    if (map.has("receiver") && !receivers.contains(receiver)) {
      map.find("receiver")
          .ifPresent(v -> v.problem("undefined receiver \"%s\" used in route".formatted(receiver)));
    }
    Set<String> groupBy = parent.groupBy();
    boolean all = parent.groupByAll();
    if (map.has("group_by")) {
      groupBy = groupBy(map);
      all = groupBy.remove("...");
    }
    return new Route.Options(
        receiver,
        groupBy,
        all,
        Objects.requireNonNull(map.duration("group_wait", parent.groupWait())),
        positive(map, "group_interval", parent.groupInterval()),
        positive(map, "repeat_interval", parent.repeatInterval()),
        intervals(map, "mute_time_intervals"),
        intervals(map, "active_time_intervals"));
  }

  private static Set<String> groupBy(YamlMap map) {
    Set<String> names = new HashSet<>();
    for (YamlValue item : map.list("group_by")) {
      String name = item.asText().orElse("");
      if (!name.equals("...") && !name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
        item.problem("invalid label name \"%s\" in group_by list".formatted(name));
      }
      if (!names.add(name)) {
        item.problem("duplicated label \"%s\" in group_by".formatted(name));
      }
    }
    if (names.contains("...") && names.size() > 1) {
      map.value()
          .problem("cannot have wildcard group_by (`...`) and other labels at the same time");
    }
    return names;
  }

  private static Duration positive(YamlMap map, String key, Duration otherwise) {
    Duration duration = Objects.requireNonNull(map.duration(key, otherwise));
    if (duration.isZero()) {
      map.find(key).ifPresent(value -> value.problem(key + " cannot be zero"));
      return otherwise;
    }
    return duration;
  }

  private List<String> intervals(YamlMap map, String key) {
    List<String> names = new ArrayList<>();
    for (YamlValue item : map.list(key)) {
      String name = item.asText().orElse("");
      if (!intervals.contains(name)) {
        item.problem("undefined time interval \"%s\" used in route".formatted(name));
      }
      names.add(name);
    }
    return names;
  }

  static List<InhibitRule> inhibitRules(YamlMap root) {
    List<InhibitRule> rules = new ArrayList<>();
    for (YamlValue item : root.list("inhibit_rules")) {
      item.asMap()
          .ifPresent(map -> {
            rules.add(
                new InhibitRule(
                    matchers(map, "source_matchers", "source_match", "source_match_re"),
                    matchers(map, "target_matchers", "target_match", "target_match_re"),
                    map.texts("equal")));
            map.find("name");
            map.refuseUnknown("inhibit rule");
          });
    }
    return rules;
  }

  private static List<Matcher> matchers(
      YamlMap map, String list, String equalMap, String regexMap) {
    List<Matcher> matchers = new ArrayList<>();
    map.textMap(equalMap).forEach((name, value) -> matchers.add(Matcher.equal(name, value)));
    map.map(regexMap)
        .ifPresent(entries ->
            entries.each((name, value) ->
                value.asText().ifPresent(text -> regex(name, text, value, matchers))));
    for (YamlValue item : map.list(list)) {
      try {
        item.asText().map(MatcherSyntax::parse).ifPresent(matchers::addAll);
      } catch (BadQueryException e) {
        item.problem(String.valueOf(e.getMessage()));
      }
    }
    return matchers;
  }

  private static void regex(String name, String text, YamlValue place, List<Matcher> matchers) {
    try {
      matchers.add(new Matcher(Matcher.Type.REGEX, name, text));
    } catch (IllegalArgumentException e) {
      place.problem(String.valueOf(e.getMessage()));
    }
  }
}
