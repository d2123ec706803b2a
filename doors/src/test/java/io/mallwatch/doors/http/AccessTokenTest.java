package io.mallwatch.doors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AccessTokenTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
  private final AccessToken.Guard guard =
      new AccessToken.Guard(AccessToken.of("right"), nanos::get);

  private int status(String token, String address) {
    return problem(token, address).map(Problem::status).orElse(200);
  }

  private Optional<Problem> problem(String token, String address) {
    Map<String, String> headers = Map.of("authorization", "Bearer " + token);
    try {
      return guard.check(
          new Head("GET", "/", Params.NONE, headers::get), InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void guess(int times, String address) {
    for (int i = 0; i < times; i++) {
      assertThat(status("wrong" + i, address)).isEqualTo(401);
    }
  }

  @Test
  void itIsNeverPrinted() {
    AccessToken token = AccessToken.of("hunter2");
    HttpSettings settings =
        new HttpSettings(
            "0.0.0.0",
            7600,
            Map.of(),
            java.util.Set.of(),
            HttpSettings.Cors.OFF,
            token,
            HttpLimits.DEFAULT);
    assertThat(token.toString()).isEqualTo("token");
    assertThat(settings.toString()).contains("token=token").doesNotContain("hunter2");
  }

  @Test
  void anEmptyOneIsOpen() {
    assertThat(AccessToken.of("")).isSameAs(AccessToken.OPEN);
    assertThat(AccessToken.OPEN.isOpen()).isTrue();
    assertThat(AccessToken.of("x").isOpen()).isFalse();
    assertThat(HttpSettings.loopback(0).token().isOpen()).isTrue();
  }

  @Test
  void aGuesserMayTryAgainAfterAMinute() {
    guess(20, "10.0.0.1");
    nanos.addAndGet(Duration.ofSeconds(12).toNanos() + 1);
    assertThat(problem("right", "10.0.0.1"))
        .hasValueSatisfying(problem -> {
          assertThat(problem.status()).isEqualTo(429);
          assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(48));
        });
    nanos.addAndGet(Duration.ofSeconds(48).toNanos());
    assertThat(status("right", "10.0.0.1")).isEqualTo(200);
    guess(20, "10.0.0.1");
  }

  @Test
  void theSameWrongTokenAgainIsNoNewGuess() {
    for (int i = 0; i < 100; i++) {
      assertThat(status("last year's", "10.0.0.1")).isEqualTo(401);
    }
    assertThat(status("right", "10.0.0.1")).isEqualTo(200);
    guess(19, "10.0.0.1");
    assertThat(status("right", "10.0.0.1")).isEqualTo(429);
  }

  @Test
  void otherAddressesAreNotShutOut() {
    guess(20, "10.0.0.1");
    assertThat(status("right", "10.0.0.2")).isEqualTo(200);
    assertThat(status("wrong", "10.0.0.2")).isEqualTo(401);
  }

  @Test
  void anIpv6NetworkIsOneAddress() {
    for (int i = 0; i < 20; i++) {
      assertThat(status("wrong" + i, "2001:db8:1:2::" + Integer.toHexString(i))).isEqualTo(401);
    }
    assertThat(status("right", "2001:db8:1:2:ffff::1")).isEqualTo(429);
    assertThat(status("right", "2001:db8:1:3::1")).isEqualTo(200);
  }

  @Test
  void whatIsRememberedHasABound() {
    guess(20, "10.0.0.1");
    for (int i = 0; i < AccessToken.Guard.MOST_ADDRESSES; i++) {
      assertThat(status("wrong", "10.1.%d.%d".formatted(i / 256, i % 256))).isEqualTo(401);
    }
    assertThat(guard.addresses()).isEqualTo(AccessToken.Guard.MOST_ADDRESSES);
    assertThat(status("right", "10.0.0.1")).as("the oldest went first").isEqualTo(200);
    nanos.addAndGet(AccessToken.Guard.WINDOW.toNanos());
    assertThat(status("right", "10.0.0.1")).isEqualTo(200);
    assertThat(guard.addresses()).isZero();
  }
}
