package io.mallwatch.logs.ingest;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;

/// Whether digits are a Chinese mobile number, a resident identity number (GB 11643) or a bank card
/// number (ISO/IEC 7812).
final class NumberChecks {

  private static final int[] ID_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  private static final String ID_CHECKS = "10X98765432";
  private static final Set<String> PROVINCES =
      Set.of(
          "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
          "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
          "65", "71", "81", "82", "83", "91");

  private NumberChecks() {}

  /// 11 digits that begin as mobile numbers do.
  static boolean isPhone(String digits) {
    return digits.length() == 11
        && digits.charAt(0) == '1'
        && digits.charAt(1) >= '3'
        && digits.charAt(1) <= '9';
  }

  /// 18 characters: region, birthday, serial number and check character (ISO 7064 MOD 11-2).
  static boolean isIdentity(String text) {
    if (text.length() != 18 || !PROVINCES.contains(text.substring(0, 2))) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (text.charAt(i) - '0') * ID_WEIGHTS[i];
    }
    if (ID_CHECKS.charAt(sum % 11) != Character.toUpperCase(text.charAt(17))) {
      return false;
    }
    try {
      LocalDate born =
          LocalDate.of(
              Integer.parseInt(text, 6, 10, 10),
              Integer.parseInt(text, 10, 12, 10),
              Integer.parseInt(text, 12, 14, 10));
      return born.getYear() >= 1900 && born.getYear() < 2100;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /// 16 to 19 digits with a right check digit (Luhn).
  static boolean isCard(String digits) {
    if (digits.length() < 16 || digits.length() > 19) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : digit * 2;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }

  /// Whether the number begins as UnionPay's do; those are rarely anything else.
  static boolean isUnionPay(String digits) {
    return digits.startsWith("62");
  }
}
