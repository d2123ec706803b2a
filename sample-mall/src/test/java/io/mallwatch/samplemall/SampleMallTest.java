package io.mallwatch.samplemall;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleMallTest {
  @Test
  void oneAddressServesHistoryAndStarter() {
    assertThat(SampleMall.withStarterUrl(new String[] {"--mall.mallwatch-url=http://h:1"}))
        .containsExactly("--mall.mallwatch-url=http://h:1", "--mallwatch.url=http://h:1");
  }

  @Test
  void theStartersOwnAddressIsKept() {
    assertThat(
            SampleMall.withStarterUrl(
                new String[] {"--mall.mallwatch-url=http://h:1", "--mallwatch.url=http://h:2"}))
        .containsExactly("--mall.mallwatch-url=http://h:1", "--mallwatch.url=http://h:2");
  }

  @Test
  void withoutAnAddressNothingIsSent() {
    assertThat(SampleMall.withStarterUrl(new String[] {"--mall.mallwatch-url="}))
        .containsExactly("--mall.mallwatch-url=");
  }
}
