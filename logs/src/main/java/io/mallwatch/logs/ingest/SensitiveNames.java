package io.mallwatch.logs.ingest;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the name of a field, or the word before a value, says about the value.
final class SensitiveNames {

  private static final Set<String> SECRETS =
      Set.of(
          "authorization",
          "cookie",
          "setcookie",
          "cvv",
          "cvv2",
          "cvc",
          "smscode",
          "verifycode",
          "verificationcode",
          "captcha",
          "otp",
          "passphrase",
          "密码",
          "口令",
          "验证码");
  private static final List<String> SECRET_ENDS =
      List.of(
          "password",
          "passwd",
          "pwd",
          "secret",
          "token",
          "apikey",
          "secretkey",
          "accesskey",
          "privatekey");
  private static final List<String> PHONES = List.of("phone", "mobile", "手机");
  private static final List<String> IDENTITIES = List.of("idcard", "identityno", "idno", "身份证");
  private static final List<String> CARDS = List.of("bankcard", "cardno", "cardnumber", "银行卡");
  private static final List<String> EMAILS = List.of("email", "邮箱");

  /// Numbers behind these are what the mall itself counts with.
  private static final List<String> OWN_NUMBERS =
      List.of(
          "order",
          "trade",
          "transaction",
          "trace",
          "request",
          "serial",
          "tracking",
          "waybill",
          "sku",
          "batch",
          "flow",
          "seq",
          "timestamp",
          "span",
          "订单",
          "单号",
          "流水",
          "交易",
          "编号",
          "批次");

  private static final List<String> CARD_WORDS =
      List.of("card", "bank", "account", "卡", "银行", "账号", "帐号");

  private SensitiveNames() {}

  /// What a field of this name holds; null when the name says nothing.
  static Masking.@Nullable Kind kind(String name) {
    String plain = plain(name);
    if (isSecret(plain)) {
      return Masking.Kind.SECRET;
    }
    if (isOwnNumber(plain)) {
      return null;
    }
    if (containsAny(plain, PHONES) || plain.equals("tel")) {
      return Masking.Kind.PHONE;
    }
    if (containsAny(plain, IDENTITIES)) {
      return Masking.Kind.IDENTITY_CARD;
    }
    if (containsAny(plain, CARDS)) {
      return Masking.Kind.BANK_CARD;
    }
    return containsAny(plain, EMAILS) ? Masking.Kind.EMAIL : null;
  }

  /// Lower case, without separators.
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_.\\-\\s]", "");
  }

  static boolean isSecret(String plain) {
    return SECRETS.contains(plain) || SECRET_ENDS.stream().anyMatch(plain::endsWith);
  }

  static boolean isOwnNumber(String plain) {
    return containsAny(plain, OWN_NUMBERS);
  }

  static boolean saysCard(String plain) {
    return containsAny(plain, CARD_WORDS);
  }

  private static boolean containsAny(String plain, List<String> some) {
    for (String one : some) {
      if (plain.contains(one)) {
        return true;
      }
    }
    return false;
  }

  /// The value with its middle hidden, as usual for its kind.
  static String hide(Masking.Kind kind, String value) {
    return switch (kind) {
      case SECRET, OWN -> Masking.HIDDEN;
      case PHONE -> ends(value, 3, 4);
      case IDENTITY_CARD -> ends(value, 6, 4);
      case BANK_CARD -> ends(value, 6, 4);
      case EMAIL -> {
        int at = value.indexOf('@');
        yield at <= 0 ? Masking.HIDDEN : value.charAt(0) + Masking.HIDDEN + value.substring(at);
      }
    };
  }

  private static String ends(String value, int first, int last) {
    int hidden = value.length() - first - last;
    if (hidden < 3) {
      return Masking.HIDDEN;
    }
    return value.substring(0, first) + "*".repeat(hidden) + value.substring(value.length() - last);
  }
}
