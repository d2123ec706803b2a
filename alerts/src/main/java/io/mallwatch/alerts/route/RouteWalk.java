package io.mallwatch.alerts.route;

import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The way of an alert through the tree of routes, node by node; it ends where [Route#match] says.
public final class RouteWalk {

  /// What happened at a node.
  public enum Outcome {
    /// It matches, and a node below it took the alert.
    PASSED,
    /// It matches, and the alert stays here.
    STAYED,
    /// A condition does not hold.
    REFUSED,
    /// It was never asked: an earlier sibling took the alert, or the node above refused it.
    SKIPPED
  }

  /// A node and what happened there.
  ///
  /// @param parent index of the node above in the list; -1 for the root
  /// @param refusedBy the first condition that does not hold
  public record Step(
      Route route, int parent, int depth, Outcome outcome, Optional<Matcher> refusedBy) {}

  private final List<Step> steps = new ArrayList<>();

  private RouteWalk() {}

  /// Every node of `root`, parents before their children, as an alert with `labels` finds it.
  public static List<Step> of(Route root, Labels labels) {
    RouteWalk walk = new RouteWalk();
    boolean _ = walk.visit(root, -1, 0, labels);
    return walk.steps;
  }

  /// Whether the node took the alert.
  private boolean visit(Route route, int parent, int depth, Labels labels) {
    int self = steps.size();
    Optional<Matcher> refusedBy =
        route.matchers().stream().filter(matcher -> !matcher.matches(labels)).findFirst();
    steps.add(new Step(route, parent, depth, Outcome.STAYED, refusedBy));
    boolean taken = false;
    boolean done = refusedBy.isPresent();
    for (Route child : route.children()) {
      if (done) {
        skip(child, self, depth + 1);
      } else if (visit(child, self, depth + 1, labels)) {
        taken = true;
        done = !child.continues();
      }
    }
    Outcome outcome =
        refusedBy.isPresent() ? Outcome.REFUSED : taken ? Outcome.PASSED : Outcome.STAYED;
    steps.set(self, new Step(route, parent, depth, outcome, refusedBy));
    return refusedBy.isEmpty();
  }

  private void skip(Route route, int parent, int depth) {
    int self = steps.size();
    steps.add(new Step(route, parent, depth, Outcome.SKIPPED, Optional.empty()));
    route.children().forEach(child -> skip(child, self, depth + 1));
  }
}
