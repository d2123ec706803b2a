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
    return RelabelConfig.of(source, ";", regex, 0, target, replacement, Action.REPLACE);
  }

  private static RelabelConfig on(Action action, String source, String target, long modulus) {
    return RelabelConfig.of(List.of(source), ";", "(.*)", modulus, target, "$1", action);
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
        RelabelConfig.of(List.of(), ";", "(a|b)", 0, "", "meta_$1", Action.LABELMAP);
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
}
