package io.mallwatch.starter.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClientAddressTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, , 203.0.113.9",
    "203.0.113.9, 198.51.100.1, 203.0.113.9",
    "127.0.0.1, 198.51.100.1, 198.51.100.1",
    "::1, '198.51.100.1, 10.0.0.1', 198.51.100.1",
    "127.0.0.1, <script>, 127.0.0.1",
    "127.0.0.1, , 127.0.0.1"
  })
  void aProxyOnThisMachineIsBelievedAndNobodyElse(
      String remote, String forwarded, String expected) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setRemoteAddr(remote);
    if (forwarded != null) {
      request.addHeader("x-forwarded-for", forwarded);
    }
    assertThat(ClientAddress.of(request)).isEqualTo(expected);
  }
}
