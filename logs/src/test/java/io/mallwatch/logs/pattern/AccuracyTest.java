package io.mallwatch.logs.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.mallwatch.model.LogLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccuracyTest {

  private static final int LINES = 60_000;

  private final Clusters clusters = new Clusters("mall", LogLevel.INFO, 250);
  private final LineScan scan = new LineScan();

  private String observe(String line) {
    scan.scan(line);
    return clusters.observe(scan, line, 0, 0);
  }

  /// The id that lines with `id` are found under at the end.
  private Map<String, String> finalIds() {
    Map<String, String> last = new HashMap<>();
    clusters.forEach(cluster -> {
      last.put(cluster.id, cluster.id);
      cluster.formerIds.forEach(former -> last.put(former, cluster.id));
    });
    return last;
  }

  @Test
  void linesOfOneTemplateAreOnePatternAndOthersAreNot() {
    Random random = new Random(7);
    List<Integer> truth = new ArrayList<>();
    List<String> given = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      int template = random.nextInt(MallLines.TEMPLATES.size());
      truth.add(template);
      given.add(observe(MallLines.line(template, random)));
    }

    Map<String, String> last = finalIds();
    Map<Integer, Set<String>> idsOf = new HashMap<>();
    Map<String, Set<Integer>> templatesOf = new HashMap<>();
    for (int i = 0; i < LINES; i++) {
      String id = last.get(given.get(i));
      assertThat(id).isNotNull();
      idsOf.computeIfAbsent(truth.get(i), _ -> new HashSet<>()).add(id);
      templatesOf.computeIfAbsent(id, _ -> new HashSet<>()).add(truth.get(i));
    }
    List<String> wrong = new ArrayList<>();
    idsOf.forEach((template, ids) -> {
      if (ids.size() != 1
          || templatesOf.getOrDefault(ids.iterator().next(), Set.of()).size() != 1) {
        wrong.add(MallLines.TEMPLATES.get(template) + " " + ids.size());
      }
    });
    assertThat(wrong).isEmpty();
    assertThat(clusters.size()).isEqualTo(MallLines.TEMPLATES.size());
  }

  @Test
  void theFirstLineHasTheIdThatLaterLinesOfItsTemplateHave() {
    Random random = new Random(3);
    int stable = 0;
    for (int template = 0; template < MallLines.TEMPLATES.size(); template++) {
      String first = observe(MallLines.line(template, random));
      boolean same = true;
      for (int i = 0; i < 200; i++) {
        same &= observe(MallLines.line(template, random)).equals(first);
      }
      stable += same ? 1 : 0;
    }
    // only those with names in them change theirs once the names are known to be values
    assertThat(stable).isGreaterThanOrEqualTo(MallLines.TEMPLATES.size() - 5);
  }

  @Test
  void outcomesStayApartAndNamesBecomeOne() {
    for (int i = 0; i < 100; i++) {
      observe("payment of order " + i + " succeeded");
      observe("payment of order " + i + " failed");
      observe("member name" + (char) ('a' + i % 26) + " joined the group buy of shoes");
      observe(
          "member "
              + "abcdefghijklmnopqrstuvwxyz".charAt(i % 26)
              + "nna left the group buy of shoes");
    }
    List<String> templates = new ArrayList<>();
    clusters.forEach(cluster -> templates.add(cluster.template()));

    assertThat(templates)
        .containsExactlyInAnyOrder(
            "payment of order <*> succeeded",
            "payment of order <*> failed",
            "member <*> joined the group buy of shoes",
            "member <*> left the group buy of shoes");
  }

  @Test
  void linesThatBeginWithANameAreFoundByTheirEnd() {
    for (int i = 0; i < 26; i++) {
      observe((char) ('a' + i) + "nna put shoes into the cart");
    }

    assertThat(clusters.size()).isEqualTo(1);
  }

  @Test
  void linesOfAllKindsStayWithinTheBound() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int w = random.nextInt(12); w >= 0; w--) {
        for (int c = random.nextInt(8); c >= 0; c--) {
          line.append((char) ('a' + random.nextInt(26)));
        }
        line.append(' ');
      }
      observe(line.toString());
    }

    assertThat(clusters.size()).isLessThanOrEqualTo(250);
    assertThat(clusters.evicted()).isPositive();
  }
}
