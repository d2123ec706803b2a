package io.mallwatch.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A random value of some kind; the seed of a failing case is in the failure's message and can be
/// given again with `-Dgen.seed=N`.
@FunctionalInterface
public interface Gen<T> {

  /// The next value.
  T next(RandomGenerator random);

  /// Runs `check` on `times` values; a failure names the seed.
  static <T> void forAll(int times, Gen<T> gen, Consumer<T> check) {
    Long only = Long.getLong("gen.seed");
    for (int i = 0; i < (only == null ? times : 1); i++) {
      long seed = only == null ? 0x9e3779b97f4a7c15L * (i + 1) : only;
      T value = gen.next(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
      try {
        check.accept(value);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "failed with -Dgen.seed=%d for %s: %s".formatted(seed, cut(value), e.getMessage()), e);
      }
    }
  }

  /// Between `from` and `to`, both inclusive.
  static Gen<Integer> ints(int from, int to) {
    return random -> random.nextInt(from, to + 1);
  }

  /// One of `values`.
  static <T> Gen<T> oneOf(List<T> values) {
    return random -> values.get(random.nextInt(values.size()));
  }

  /// A list of up to `maxSize` values, at times empty.
  static <T> Gen<List<T>> lists(Gen<T> gen, int maxSize) {
    return random -> {
      int size = random.nextInt(maxSize + 1);
      List<T> values = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        values.add(gen.next(random));
      }
      return values;
    };
  }

  /// Text with ASCII, Chinese, accents, quotes, line breaks and an emoji; at times empty.
  static Gen<String> text(int maxLength) {
    String alphabet = "abcXYZ019 _-./:\"\\\n\t{}é支付失败订单通券\uD83D\uDE80";
    return random -> {
      StringBuilder out = new StringBuilder();
      int length = random.nextInt(maxLength + 1);
      int[] points = alphabet.codePoints().toArray();
      for (int i = 0; i < length; i++) {
        out.appendCodePoint(points[random.nextInt(points.length)]);
      }
      return out.toString();
    };
  }

  private static String cut(Object value) {
    String text = String.valueOf(value);
    return text.length() <= 500 ? text : text.substring(0, 500) + "...";
  }
}
