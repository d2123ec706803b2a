package io.mallwatch.samplemall.shop;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// The people and goods that the mall begins with. The same on every run.
public final class SeedData {
  /// How many accounts there are at first, with names from [#username(int)].
  public static final int USERS = 20_000;

  /// How many shops there are, with ids from 1.
  public static final int SHOPS = 40;

  /// How many products each shop has.
  public static final int PER_SHOP = 5;

  /// How many products there are, with ids from 1.
  public static final int PRODUCTS = SHOPS * PER_SHOP;

  /// A gift pack for members who want to reach the next level, and its price.
  public static final int PACK_PRODUCT = PRODUCTS + 1;

  public static final BigDecimal PACK_PRICE = new BigDecimal("399.00");

  /// The password of every seeded account.
  public static final String PASSWORD = "zhongdao-demo-2025";

  private static final List<String> CITIES =
      List.of("杭州", "苏州", "成都", "广州", "武汉", "西安", "长沙", "福州", "昆明", "青岛");
  private static final List<String> SHOP_PREFIXES =
      List.of("江南", "锦绣", "云上", "山里", "老街", "小满", "知味", "半亩", "拾光", "禾田");
  private static final List<String> TRADES = List.of("茶叶店", "粮油铺", "养生馆", "家居坊");
  private static final List<List<String>> GOODS =
      List.of(
          List.of("明前龙井 250克", "凤凰单丛 100克", "普洱熟茶饼 357克", "茉莉花茶 200克", "紫砂壶 一只"),
          List.of("五常大米 10斤", "冷榨菜籽油 5升", "手工挂面 2斤", "黑木耳 250克", "高山红豆 3斤"),
          List.of("灵芝孢子粉 60包", "东阿阿胶糕 500克", "枸杞原浆 30袋", "艾草泡脚包 40包", "燕窝礼盒 6瓶"),
          List.of("蚕丝被 两米二", "竹纤维毛巾 6条", "龙泉青瓷茶具 一套", "乳胶枕 一对", "檀香木梳 一把"));
  private static final double[][] PRICES = {
    {268, 128, 198, 58, 388},
    {89, 99, 32, 45, 28},
    {298, 168, 139, 49, 598},
    {899, 69, 458, 239, 88}
  };
  private static final String SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗";
  private static final List<String> GIVEN =
      List.of("小燕", "建国", "思远", "雨晴", "志强", "静怡", "子轩", "美玲", "海涛", "春梅", "一诺", "文博");
  private static final List<String> WORDS = List.of("茶", "大米", "礼盒", "枸杞", "毛巾", "青瓷", "木耳");

  private SeedData() {}

  /// The name of the `number`th account, from 1.
  public static String username(int number) {
    return String.format(Locale.ROOT, "user%05d", number);
  }

  /// A made-up person's name.
  public static String nickname(RandomGenerator random) {
    int surname = random.nextInt(SURNAMES.length());
    return SURNAMES.charAt(surname) + GIVEN.get(random.nextInt(GIVEN.size()));
  }

  public static String shopName(int shopId) {
    int index = shopId - 1;
    return SHOP_PREFIXES.get(index / TRADES.size()) + TRADES.get(index % TRADES.size());
  }

  public static String city(int shopId) {
    return CITIES.get(shopId % CITIES.size());
  }

  public static String productName(int productId) {
    return GOODS.get(trade(productId)).get((productId - 1) % PER_SHOP);
  }

  public static BigDecimal price(int productId) {
    if (productId == PACK_PRODUCT) {
      return PACK_PRICE;
    }
    return BigDecimal.valueOf(
        (long) (PRICES[trade(productId)][(productId - 1) % PER_SHOP] * 100), 2);
  }

  public static int shopOf(int productId) {
    return productId == PACK_PRODUCT ? 1 : (productId - 1) / PER_SHOP + 1;
  }

  private static int trade(int productId) {
    return (shopOf(productId) - 1) % TRADES.size();
  }

  /// What someone might look for.
  public static String searchWord(RandomGenerator random) {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  /// How someone might pay.
  public static String channel(RandomGenerator random) {
    double chance = random.nextDouble();
    return chance < 0.55 ? "wechat" : chance < 0.9 ? "alipay" : "card";
  }

  /// What a customer buys at a time, as the live traffic draws it.
  ///
  /// @param productId what
  /// @param quantity how many
  public record Basket(int productId, int quantity) {

    public static Basket draw(RandomGenerator random) {
      return new Basket(1 + random.nextInt(PRODUCTS), 1 + random.nextInt(3));
    }

    public BigDecimal amount() {
      return price(productId).multiply(BigDecimal.valueOf(quantity));
    }
  }
}
