package io.mallwatch.starter.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoggedUrlTest {
  @Test
  void keepsAPathWithoutAQuery() {
    assertThat(LoggedUrl.of("/api/orders/7", null)).isEqualTo("/api/orders/7");
  }

  @Test
  void masksTellingParametersOnly() {
    assertThat(LoggedUrl.of("/p", "q=tea&password=abc&access_token=x.y&userPhone=139&page=2"))
        .isEqualTo("/p?q=tea&password=***&access_token=***&userPhone=***&page=2");
  }

  @Test
  void cutsWhatIsTooLong() {
    assertThat(LoggedUrl.of("/" + "x".repeat(2000), null)).hasSize(LoggedUrl.MAX_LENGTH);
  }
}
