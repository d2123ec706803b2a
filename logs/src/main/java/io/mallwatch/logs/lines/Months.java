package io.mallwatch.logs.lines;

/// English months as logs shorten them.
final class Months {

  private static final String NAMES = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private Months() {}

  /// 1 to 12 for the three letters at `at`, 0 when they name no month.
  static int number(CharSequence text, int at) {
    if (at + 3 > text.length()) {
      return 0;
    }
    for (int i = 0; i < NAMES.length(); i += 3) {
      if (NAMES.charAt(i) == text.charAt(at)
          && NAMES.charAt(i + 1) == text.charAt(at + 1)
          && NAMES.charAt(i + 2) == text.charAt(at + 2)) {
        return i / 3 + 1;
      }
    }
    return 0;
  }
}
