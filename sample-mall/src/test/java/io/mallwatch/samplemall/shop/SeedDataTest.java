package io.mallwatch.samplemall.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedDataTest {
  @Test
  void everyShopHasANameOfItsOwn() {
    assertThat(IntStream.rangeClosed(1, SeedData.SHOPS).mapToObj(SeedData::shopName))
        .doesNotHaveDuplicates()
        .hasSize(SeedData.SHOPS);
  }

  @Test
  void everyProductHasANameAPriceAndAShop() {
    for (int product = 1; product <= SeedData.PRODUCTS; product++) {
      assertThat(SeedData.productName(product)).isNotBlank();
      assertThat(SeedData.price(product)).isPositive();
      assertThat(SeedData.shopOf(product)).isBetween(1, SeedData.SHOPS);
    }
    assertThat(SeedData.price(SeedData.PACK_PRODUCT)).isEqualTo(SeedData.PACK_PRICE);
  }

  @Test
  void passwordsMatchTheirOwnHashOnly() {
    var passwords = new Passwords(new Random(1));
    String hash = passwords.hash(SeedData.PASSWORD);

    assertThat(passwords.matches(SeedData.PASSWORD, hash)).isTrue();
    assertThat(passwords.matches("something else", hash)).isFalse();
    assertThat(passwords.matches(SeedData.PASSWORD, "no hash")).isFalse();
    assertThat(passwords.hash(SeedData.PASSWORD)).isNotEqualTo(hash);
  }
}
