package io.mallwatch.metrics.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mallwatch.metrics.scrape.RelabelConfig.Action;
import io.mallwatch.model.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelabelingTest {

  private static final Labels IN = Labels.of("a", "foo", "b", "bar", "c", "baz");

  private static RelabelConfig replace(
      List<String> source, String regex, String target, String replacement) {
    return RelabelConfig.builder(Action.REPLACE)
        .source(source)
        .regex(regex)
        .target(target)
        .replacement(replacement)
        .build();
  }

  private static RelabelConfig on(Action action, String source, String target, long modulus) {
    return RelabelConfig.builder(action)
        .source(List.of(source))
        .modulus(modulus)
        .target(target)
        .build();
  }

  private static Labels kept(RelabelConfig... steps) {
    return Relabeling.apply(List.of(steps), IN).orElseThrow();
  }

  private static boolean dropped(RelabelConfig... steps) {
    return Relabeling.apply(List.of(steps), IN).isEmpty();
  }

  @Test
  void replaceTakesGroupsByNumberAndName() {
    assertThat(kept(replace(List.of("a"), "f(.*)", "d", "ch${1}-ch${1}")))
        .isEqualTo(IN.with("d", "choo-choo"));
    assertThat(kept(replace(List.of("a", "b"), "(?P<x>f.+);(.*)", "d", "${x}/$2")))
        .isEqualTo(IN.with("d", "foo/bar"));
    assertThat(kept(replace(List.of("a"), "f(.*)", "${1}x", "$$"))).isEqualTo(IN.with("oox", "$"));
    assertThat(kept(replace(List.of("a"), "f(.*)", "d", "$1x$9"))).isEqualTo(IN);
  }

  @Test
  void replaceWithNothingRemovesAndWithoutAMatchDoesNothing() {
    assertThat(kept(replace(List.of("a"), "(.*)", "b", ""))).isEqualTo(IN.without("b"));
    assertThat(kept(replace(List.of("a"), "oo", "b", "x"))).isEqualTo(IN);
  }

  @Test
  void stepsRunInOrder() {
    assertThat(
            kept(
                replace(List.of("a"), "(.*)", "d", "$1"),
                replace(List.of("d", "b"), "(.*);(.*)", "d", "$2$1")))
        .isEqualTo(IN.with("d", "barfoo"));
  }

  @Test
  void keepAndDropLookAtTheWholeValue() {
    assertThat(dropped(RelabelConfig.of(Action.KEEP, List.of("a"), "fo"))).isTrue();
    assertThat(dropped(RelabelConfig.of(Action.KEEP, List.of("a"), "fo."))).isFalse();
    assertThat(dropped(RelabelConfig.of(Action.DROP, List.of("a"), ".*o.*"))).isTrue();
    assertThat(dropped(RelabelConfig.of(Action.DROP, List.of("missing"), "x"))).isFalse();
  }

  @Test
  void equalityComparesSourceAndTarget() {
    Labels same = Labels.of("x", "1", "y", "1");
    assertThat(Relabeling.apply(List.of(on(Action.DROPEQUAL, "x", "y", 0)), same)).isEmpty();
    assertThat(Relabeling.apply(List.of(on(Action.KEEPEQUAL, "x", "y", 0)), same)).isPresent();
    assertThat(dropped(on(Action.KEEPEQUAL, "a", "b", 0))).isTrue();
    assertThat(dropped(on(Action.DROPEQUAL, "a", "b", 0))).isFalse();
  }

  @Test
  void hashmodGivesPrometheusNumbers() {
    assertThat(kept(on(Action.HASHMOD, "c", "d", 1000)).get("d")).isEqualTo("976");
    assertThat(kept(on(Action.HASHMOD, "missing", "d", 1)).get("d")).isEqualTo("0");
  }

  @Test
  void namesAreMappedDroppedAndKept() {
    RelabelConfig map =
        RelabelConfig.builder(Action.LABELMAP).regex("(a|b)").replacement("meta_$1").build();
    assertThat(kept(map)).isEqualTo(IN.with("meta_a", "foo").with("meta_b", "bar"));
    assertThat(kept(RelabelConfig.of(Action.LABELDROP, List.of(), "a|b")))
        .isEqualTo(Labels.of("c", "baz"));
    assertThat(kept(RelabelConfig.of(Action.LABELKEEP, List.of(), "a|b")))
        .isEqualTo(Labels.of("a", "foo", "b", "bar"));
  }

  @Test
  void caseIsChanged() {
    assertThat(kept(on(Action.UPPERCASE, "a", "d", 0)).get("d")).isEqualTo("FOO");
    assertThat(kept(on(Action.UPPERCASE, "a", "d", 0), on(Action.LOWERCASE, "d", "d", 0)))
        .isEqualTo(IN.with("d", "foo"));
  }

  @Test
  void aDotMatchesALineBreak() {
    Labels lines = Labels.of("a", "x\ny");
    assertThat(Relabeling.apply(List.of(RelabelConfig.of(Action.KEEP, List.of("a"), "x.y")), lines))
        .isPresent();
  }

  @Test
  void stepsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> on(Action.REPLACE, "a", "", 0)).hasMessageContaining("target_label");
    assertThatThrownBy(() -> on(Action.HASHMOD, "a", "d", 0)).hasMessageContaining("modulus");
  }

  @Test
  void whatPrometheusRefusesIsRefused() {
    assertThatThrownBy(() -> replace(List.of("a"), "(.*)", "", "x"))
        .hasMessageContaining("target_label");
    assertThatThrownBy(
            () -> RelabelConfig.builder(Action.LABELDROP).source(List.of("a")).regex("x").build())
        .hasMessageContaining("only regex");
    assertThatThrownBy(() -> RelabelConfig.builder(Action.KEEPEQUAL).target("x").regex("y").build())
        .hasMessageContaining("only source_labels");
    assertThatThrownBy(
            () -> RelabelConfig.builder(Action.LOWERCASE).target("x").replacement("y").build())
        .hasMessageContaining("no replacement");
    assertThatThrownBy(() ->
            RelabelConfig.builder(Action.REPLACE).target("a-b").names(NameRules.LEGACY).build())
        .hasMessageContaining("a-b");
    assertThat(
            RelabelConfig.builder(Action.REPLACE)
                .target("${1}_x")
                .names(NameRules.LEGACY)
                .build()
                .regexText())
        .isEqualTo("(.*)");
  }

  @Test
  void aTargetNameThatIsNoNameChangesNothing() {
    RelabelConfig step =
        RelabelConfig.builder(Action.REPLACE)
            .source(List.of("a"))
            .target("$1-x")
            .names(NameRules.UTF8)
            .build();
    RelabelConfig empty = replace(List.of("missing"), "(.*)", "$1", "x");

    assertThat(kept(step)).isEqualTo(IN.with("foo-x", "foo"));
    assertThat(kept(empty)).isEqualTo(IN);
  }

  @Test
  void caseIsChangedCharacterByCharacterAsGoDoes() {
    Labels street = Labels.of("a", "Straße");
    assertThat(
            Relabeling.apply(List.of(on(Action.UPPERCASE, "a", "a", 0)), street)
                .orElseThrow()
                .get("a"))
        .isEqualTo("STRAßE");
  }

  @Test
  void stepsShowLabelsBeforeAndAfterUpToTheOneThatDrops() {
    List<Relabeling.Step> steps =
        Relabeling.steps(
            List.of(
                replace(List.of("a"), "(.*)", "d", "$1"),
                RelabelConfig.of(Action.DROP, List.of("d"), "foo"),
                replace(List.of("a"), "(.*)", "e", "$1")),
            IN);

    assertThat(steps).hasSize(2);
    assertThat(steps.getFirst().before()).isEqualTo(IN);
    assertThat(steps.getFirst().after()).contains(IN.with("d", "foo"));
    assertThat(steps.get(1).before()).isEqualTo(IN.with("d", "foo"));
    assertThat(steps.get(1).after()).isEmpty();
  }

  @Test
  void hostileExpressionsTakeNoTime() {
    RelabelConfig step = RelabelConfig.of(Action.KEEP, List.of("a"), "(a+)+b");
    Labels hostile = Labels.of("a", "a".repeat(5000));

    assertThat(Relabeling.apply(List.of(step), hostile)).isEmpty();
  }
}
