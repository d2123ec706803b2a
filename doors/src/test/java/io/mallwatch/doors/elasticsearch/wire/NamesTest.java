package io.mallwatch.doors.elasticsearch.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void starsStandForAnyCharacters() {
    assertThat(Names.matches("*", "")).isTrue();
    assertThat(Names.matches("mall-*-2026*", "mall-logs-2026.11.02")).isTrue();
    assertThat(Names.matches("mall-*-2027*", "mall-logs-2026.11.02")).isFalse();
    assertThat(Names.matches("a*b*a", "abba")).isTrue();
    assertThat(Names.matches("a.c", "abc")).isFalse();
    assertThat(Names.matches("a", "ab")).isFalse();
    assertThat(Names.matches("*a".repeat(100), "a".repeat(5_000) + "b")).isFalse();
  }

  @Test
  void patternsCoverWhatLiesBelow() {
    assertThat(Names.covers("data", "data.a.b")).isTrue();
    assertThat(Names.covers("data.*", "data.a.b")).isTrue();
    assertThat(Names.covers("d*", "data")).isTrue();
    assertThat(Names.covers("data", "database")).isFalse();
    assertThat(Names.covers("a.c", "abc")).isFalse();
    assertThat(Names.covers("*", "x.y")).isTrue();
  }
}
