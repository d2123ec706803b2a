package io.mallwatch.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelsTest {

  @Test
  void orderOfPairsDoesNotMatterAndEmptyValuesAreNoLabels() {
    assertThat(Labels.of("b", "2", "a", "1", "c", ""))
        .isEqualTo(Labels.of("a", "1", "b", "2"))
        .hasSameHashCodeAs(Labels.of("a", "1", "b", "2"));
  }

  @Test
  void fingerprintIsAlertmanagers() {
    Labels labels = Labels.of("alertname", "foo", "job", "x");

    assertThat("%016x".formatted(labels.fingerprint())).isEqualTo("97dcf31b2e78012f");
  }

  @Test
  void printsAsPrometheusDoes() {
    assertThat(Labels.of(Labels.METRIC_NAME, "up", "job", "a\"b"))
        .hasToString("up{job=\"a\\\"b\"}");
    assertThat(Labels.EMPTY).hasToString("{}");
  }

  @Test
  void aShorterSetThatIsAPrefixComesFirst() {
    assertThat(Labels.ORDER.compare(Labels.of("a", "1"), Labels.of("a", "1", "b", "2")))
        .isNegative();
  }

  @Test
  void regexMatchersAreAnchoredAndDotMatchesNewline() {
    assertThat(new Matcher(Matcher.Type.REGEX, "a", "5..").matches("503")).isTrue();
    assertThat(new Matcher(Matcher.Type.REGEX, "a", "5..").matches("x503")).isFalse();
    assertThat(new Matcher(Matcher.Type.REGEX, "a", ".+").matches("x\ny")).isTrue();
    assertThat(new Matcher(Matcher.Type.NOT_EQUAL, "a", "").matches(Labels.EMPTY)).isFalse();
  }
}
