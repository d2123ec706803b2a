package io.mallwatch.alerts.notify.vendor;

import java.util.List;

/// Phone numbers as people may see them.
public final class Phones {

  private Phones() {}

  /// First three and last four digits of each.
  public static String shown(List<String> phones) {
    return String.join(", ", phones.stream().map(Phones::shown).toList());
  }

  /// First three and last four digits.
  public static String shown(String phone) {
    String digits = phone.startsWith("+86") ? phone.substring(3) : phone;
    return digits.length() < 8
        ? "****"
        : digits.substring(0, 3) + "****" + digits.substring(digits.length() - 4);
  }
}
