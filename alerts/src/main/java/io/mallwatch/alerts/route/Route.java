package io.mallwatch.alerts.route;

import io.mallwatch.alerts.silence.MatcherSyntax;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A node of the tree that says where alerts go.
///
/// @param key the matchers on the way from the root, as Alertmanager writes them
/// @param matchers all must hold
/// @param options what holds for the alerts that stay at this node
/// @param continues whether siblings after it are tried as well
/// @param children tried first, in order
public record Route(
    String key, List<Matcher> matchers, Options options, boolean continues, List<Route> children) {

  public Route {
    matchers = List.copyOf(matchers);
    children = List.copyOf(children);
  }

  /// How a node's alerts are grouped and when they are told.
  ///
  /// @param groupBy labels whose values must be equal in a group
  /// @param groupByAll every label set is a group of its own (`...`)
  /// @param groupWait before the first notification of a new group
  /// @param groupInterval before changes of a group are told
  /// @param repeatInterval before the same is told again
  /// @param muteIntervals names of times in which nothing is told
  /// @param activeIntervals names of times outside of which nothing is told; empty for always
  public record Options(
      String receiver,
      Set<String> groupBy,
      boolean groupByAll,
      Duration groupWait,
      Duration groupInterval,
      Duration repeatInterval,
      List<String> muteIntervals,
      List<String> activeIntervals) {

    /// Alertmanager's values.
    public static final Duration GROUP_WAIT = Duration.ofSeconds(30);

    public static final Duration GROUP_INTERVAL = Duration.ofMinutes(5);
    public static final Duration REPEAT_INTERVAL = Duration.ofHours(4);

    public Options {
      groupBy = Set.copyOf(groupBy);
      muteIntervals = List.copyOf(muteIntervals);
      activeIntervals = List.copyOf(activeIntervals);
    }
  }

  /// The key of a node with `matchers` below `parentKey`, which is empty for the root.
  public static String keyOf(String parentKey, List<Matcher> matchers) {
    List<Matcher> sorted = new ArrayList<>(matchers);
    sorted.sort(
        java.util.Comparator.comparing(Matcher::name)
            .thenComparing(Matcher::value)
            .thenComparing(Matcher::type));
    return (parentKey.isEmpty() ? "" : parentKey + "/") + MatcherSyntax.print(sorted);
  }

  /// The nodes at which an alert with `labels` stays, at least one at the root.
  public List<Route> match(Labels labels) {
    List<Route> found = new ArrayList<>();
    collect(labels, found);
    return found;
  }

  private boolean collect(Labels labels, List<Route> found) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    int before = found.size();
    for (Route child : children) {
      if (child.collect(labels, found) && !child.continues) {
        break;
      }
    }
    if (found.size() == before) {
      found.add(this);
    }
    return true;
  }

  /// The labels that an alert with `labels` shares with its group.
  public Labels groupLabels(Labels labels) {
    return options.groupByAll ? labels : labels.filter(options.groupBy::contains);
  }

  /// Receivers of this node and all below.
  public Set<String> receivers() {
    Set<String> names = new HashSet<>();
    names.add(options.receiver());
    children.forEach(child -> names.addAll(child.receivers()));
    return names;
  }
}
