package io.mallwatch.doors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import io.mallwatch.testkit.Gen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingsTest {

  private static final int LIMIT = 1 << 20;

  private static byte[] decode(byte[] body, String encoding) {
    return ContentCodings.decode(body, encoding, LIMIT, _ -> {});
  }

  private static byte[] deflate(byte[] body, boolean raw) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, raw);
        DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
      stream.write(body);
    }
    return out.toByteArray();
  }

  @Test
  void everyEncodingIsUndone() throws IOException {
    byte[] body = "支付失败 ".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    assertThat(decode(body, "")).isSameAs(body);
    assertThat(decode(body, "identity")).isSameAs(body);
    assertThat(decode(ContentCodings.gzip(body), "GZIP")).isEqualTo(body);
    assertThat(decode(deflate(body, false), "deflate")).isEqualTo(body);
    assertThat(decode(deflate(body, true), "deflate")).isEqualTo(body);
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(zstd)) {
      out.write(body);
    }
    assertThat(decode(zstd.toByteArray(), "zstd")).isEqualTo(body);
  }

  @Test
  void gzipIsReadBackWhateverItHolds() {
    Gen.forAll(
        200,
        Gen.text(3_000),
        text -> {
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          assertThat(decode(ContentCodings.gzip(body), "gzip")).isEqualTo(body);
        });
  }

  @Test
  void severalGzipMembersAreOneBody() {
    byte[] one = ContentCodings.gzip(new byte[] {1, 2});
    byte[] two = Arrays.copyOf(one, one.length * 2);
    System.arraycopy(one, 0, two, one.length, one.length);
    assertThat(decode(two, "gzip")).containsExactly(1, 2, 1, 2);
  }

  @Test
  void aCutBodyIsRefusedForWhatItIs() {
    byte[] whole = ContentCodings.gzip("x".repeat(1000).getBytes(StandardCharsets.UTF_8));
    for (int length : new int[] {1, 9, whole.length - 1}) {
      assertThatThrownBy(() -> decode(Arrays.copyOf(whole, length), "gzip"))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
    }
  }

  @Test
  void roomIsAskedForBeforeItIsTaken() {
    byte[] bomb = ContentCodings.gzip(new byte[500_000]);
    AtomicLong reserved = new AtomicLong();
    ContentCodings.decode(bomb, "gzip", LIMIT, reserved::addAndGet);
    assertThat(reserved.get()).isBetween(500_000L, 1_100_000L);
    assertThatThrownBy(() ->
            ContentCodings.decode(
                bomb,
                "gzip",
                LIMIT,
                bytes -> {
                  if (reserved.addAndGet(bytes) > 1_000_000) {
                    throw new RefusedException(Problem.unavailable("no room"));
                  }
                }))
        .hasMessage("no room");
  }

  @Test
  void theBudgetIsGivenBack() {
    BodyCollector.Budget budget = new BodyCollector.Budget(1_000);
    try (BodyCollector.Budget.Share first = budget.share();
        BodyCollector.Budget.Share second = budget.share()) {
      first.reserve(600);
      assertThatThrownBy(() -> second.reserve(500))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.problem().status()).isEqualTo(503));
      second.reserve(400);
      assertThat(budget.used()).isEqualTo(1_000);
    }
    assertThat(budget.used()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, true",
    "'br, gzip', true",
    "'gzip;q=0.5', true",
    "'gzip; q=0', false",
    "'gzip;q=0.000', false",
    "identity, false",
    "'', false",
    "x-gzip, false",
  })
  void acceptEncodingIsHonoured(String header, boolean accepts) {
    assertThat(ContentCodings.accepts(header, "gzip")).isEqualTo(accepts);
  }
}
