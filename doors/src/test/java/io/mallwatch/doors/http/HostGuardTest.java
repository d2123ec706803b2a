package io.mallwatch.doors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostGuardTest {

  private static HostGuard guard(String address) {
    return new HostGuard(
        new HttpSettings(
            address,
            7600,
            Map.of(),
            Set.of("mall.example"),
            new HttpSettings.Cors(List.of("/"), List.of("https://shop.example"), List.of(), 0),
            AccessToken.OPEN,
            HttpLimits.DEFAULT));
  }

  private static boolean passes(String address, String method, String host, String origin) {
    Map<String, String> headers =
        origin.isEmpty() ? Map.of("host", host) : Map.of("host", host, "origin", origin);
    return guard(address).check(new Head(method, "/", Params.NONE, headers::get)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LOCALHOST:7600, true",
    "a.localhost:7600, true",
    "127.0.0.1, true",
    "127.1.2.3:80, true",
    "[::1]:7600, true",
    "mall.example:7600, true",
    "evil.example, false",
    "127.0.0.1.evil.example, false",
    "localhost.evil.example, false",
    "evil-localhost, false",
    "'', false",
  })
  void onlyOurNamesAreServedOnLoopback(String host, boolean passes) {
    assertThat(passes("127.0.0.1", "GET", host, "")).isEqualTo(passes);
    assertThat(passes("0.0.0.0", "GET", host, "")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, http://localhost:7600, true",
    "POST, http://localhost:7601, false",
    "POST, https://shop.example, true",
    "POST, https://evil.example, false",
    "DELETE, null, false",
    "POST, '::bad::', false",
    "GET, https://evil.example, true",
    "OPTIONS, https://evil.example, true",
  })
  void pagesOfOthersMayOnlyRead(String method, String origin, boolean passes) {
    assertThat(passes("127.0.0.1", method, "localhost:7600", origin)).isEqualTo(passes);
  }

  @ParameterizedTest
  @CsvSource({
    "https://*.shop.example, https://m.shop.example, true",
    "https://*.shop.example, https://a.b.SHOP.example, true",
    "https://*.shop.example, https://shop.example, false",
    "https://*.shop.example, https://.shop.example, false",
    "https://*.shop.example, http://m.shop.example, false",
    "https://*.shop.example, https://m.shop.example.evil, false",
    "https://*.shop.example:8443, https://m.shop.example:8443, true",
    "https://shop.example, https://SHOP.example, true",
    "https://shop.example, https://m.shop.example, false",
    "*, null, true",
  })
  void originsAreNamedOrBelowANamedOne(String allowed, String origin, boolean passes) {
    HttpSettings.Cors cors = new HttpSettings.Cors(List.of("/v1/"), List.of(allowed), List.of(), 0);
    assertThat(cors.allows(origin, "/v1/traces")).isEqualTo(passes);
    assertThat(cors.allows(origin, "/api/v1/silences")).isFalse();
  }

  @Test
  void theRefusalSaysWhatToDo() {
    Map<String, String> headers = Map.of("host", "evil.example");
    assertThat(guard("localhost").check(new Head("GET", "/", Params.NONE, headers::get)))
        .hasValueSatisfying(problem ->
            assertThat(problem.message()).contains("evil.example", "doors.allowed_hosts"));
  }
}
