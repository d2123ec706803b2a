package io.mallwatch.alerts.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.alerts.route.RouteWalk.Outcome;
import io.mallwatch.model.Labels;
import io.mallwatch.model.Matcher;
import io.mallwatch.testkit.Gen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteWalkTest {

  private static Route route(
      String receiver, List<Matcher> matchers, boolean continues, Route... children) {
    return new Route(
        receiver,
        matchers,
        new Route.Options(
            receiver,
            Set.of(),
            false,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            List.of(),
            List.of()),
        continues,
        List.of(children));
  }

  private static List<String> walked(Route root, Labels labels) {
    return RouteWalk.of(root, labels).stream()
        .map(step ->
            " ".repeat(step.depth())
                + step.route().options().receiver()
                + " "
                + step.outcome().name().toLowerCase(java.util.Locale.ROOT))
        .toList();
  }

  @Test
  void everyNodeSaysWhatHappenedThere() {
    Route root =
        route(
            "root",
            List.of(),
            false,
            route("logs", List.of(Matcher.equal("kind", "log")), true),
            route(
                "high",
                List.of(Matcher.equal("severity", "high")),
                false,
                route("team", List.of(Matcher.equal("team", "a")), false)),
            route("rest", List.of(), false));
    assertThat(walked(root, Labels.of("severity", "high", "team", "a")))
        .containsExactly(
            "root passed", " logs refused", " high passed", "  team stayed", " rest skipped");
    assertThat(walked(root, Labels.of("severity", "high", "kind", "log")))
        .containsExactly(
            "root passed", " logs stayed", " high stayed", "  team refused", " rest skipped");
    assertThat(walked(root, Labels.of("severity", "low")))
        .containsExactly(
            "root passed", " logs refused", " high refused", "  team skipped", " rest stayed");
    assertThat(RouteWalk.of(root, Labels.EMPTY).get(1).refusedBy())
        .contains(Matcher.equal("kind", "log"));
    assertThat(RouteWalk.of(root, Labels.EMPTY))
        .extracting(RouteWalk.Step::parent)
        .containsExactly(-1, 0, 0, 2, 0);
  }

  @Test
  void itEndsWhereTheRoutesSay() {
    Gen.forAll(
        200,
        RouteWalkTest::randomTree,
        root -> {
          for (String a : List.of("", "0", "1", "2")) {
            for (String b : List.of("", "0", "1", "2")) {
              Labels labels = Labels.of("a", a, "b", b);
              List<Route> ends = new ArrayList<>();
              for (RouteWalk.Step step : RouteWalk.of(root, labels)) {
                if (step.outcome() == Outcome.STAYED) {
                  ends.add(step.route());
                }
              }
              assertThat(ends).containsExactlyInAnyOrderElementsOf(root.match(labels));
            }
          }
        });
  }

  private static Route randomTree(java.util.random.RandomGenerator random) {
    return random(random, 0);
  }

  private static Route random(java.util.random.RandomGenerator random, int depth) {
    List<Matcher> matchers =
        depth == 0
            ? List.of()
            : List.of(
                Matcher.equal(
                    random.nextBoolean() ? "a" : "b", Integer.toString(random.nextInt(3))));
    Route[] children = new Route[depth == 3 ? 0 : random.nextInt(4)];
    for (int i = 0; i < children.length; i++) {
      children[i] = random(random, depth + 1);
    }
    return route("r" + random.nextInt(1_000_000), matchers, random.nextBoolean(), children);
  }
}
