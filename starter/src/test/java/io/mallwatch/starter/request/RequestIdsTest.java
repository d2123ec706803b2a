package io.mallwatch.starter.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
  private static final Instant NOW = Instant.parse("2025-11-18T04:00:00Z");
  private final RequestIds ids = new RequestIds(InstantSource.fixed(NOW), new Random(1));

  @ParameterizedTest
  @ValueSource(strings = {"a", "req-1.2_3", "0f8fad5b-d9cb-469f-a165-70867728950e"})
  void harmlessIdsAreKept(String offered) {
    assertThat(ids.acceptOrCreate(offered)).isEqualTo(offered);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a b", "a\nINFO forged", "é", "{\"x\":1}", "../x/"})
  void anythingElseIsReplaced(String offered) {
    assertThat(ids.acceptOrCreate(offered)).isNotEqualTo(offered).matches("[0-9a-f-]{36}");
  }

  @Test
  void anIdOf129CharactersIsReplaced() {
    assertThat(ids.acceptOrCreate("x".repeat(128))).hasSize(128);
    assertThat(ids.acceptOrCreate("x".repeat(129))).hasSize(36);
  }

  @Test
  void createdIdsAreVersion7UuidsThatSortByTime() {
    UUID first = UUID.fromString(ids.acceptOrCreate(null));
    UUID later =
        UUID.fromString(
            new RequestIds(InstantSource.fixed(NOW.plusMillis(1)), new Random(2))
                .acceptOrCreate(null));

    assertThat(first.version()).isEqualTo(7);
    assertThat(first.variant()).isEqualTo(2);
    assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    assertThat(later.toString()).isGreaterThan(first.toString());
  }
}
