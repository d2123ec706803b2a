package io.mallwatch.logs.ingest;

import java.util.Set;
import java.util.function.Consumer;

/// One walk over one text, masking as it goes. By hand rather than by patterns, because it runs
/// over every message and most have nothing to mask.
final class TextMask {

  private static final int LOOK_BACK = 24;
  private static final String KEY_BEGIN = "-----BEGIN ";

  private final String text;
  private final String name;
  private final Set<Masking.Kind> kinds;
  private final Consumer<Masking.Kind> masked;
  private final StringBuilder out = new StringBuilder();
  private int copied;

  /// @param name of the field whose value the text is; empty when it is free text
  TextMask(String text, String name, Set<Masking.Kind> kinds, Consumer<Masking.Kind> masked) {
    this.text = text;
    this.name = name;
    this.kinds = kinds;
    this.masked = masked;
  }

  String run() {
    boolean mails = kinds.contains(Masking.Kind.EMAIL) && text.indexOf('@') >= 0;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        i = c >= '密' || c == '口' ? chineseSecret(i) : i + 1;
      } else if (isWord(c) && (i == 0 || !isWord(text.charAt(i - 1)))) {
        i = word(i, mails);
      } else if (c == '-' && text.startsWith(KEY_BEGIN, i)) {
        i = privateKey(i);
      } else {
        i++;
      }
    }
    return copied == 0 ? text : out.append(text, copied, text.length()).toString();
  }

  /// Looks at what begins here and returns where to go on.
  private int word(int start, boolean mails) {
    int end = start;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    if (mails) {
      int behind = mail(start);
      if (behind > start) {
        return behind;
      }
    }
    if (isDigit(text.charAt(start)) && isFree(start)) {
      int behind = number(start);
      if (behind > start) {
        return behind;
      }
    }
    if (kinds.contains(Masking.Kind.SECRET) && !isDigit(text.charAt(start))) {
      return secret(start, end);
    }
    return end;
  }

  // --- numbers

  /// Masks the number that begins here; returns `start` when it is nothing to mask.
  private int number(int start) {
    int end = start;
    int groups = 1;
    StringBuilder digits = new StringBuilder();
    StringBuilder shape = new StringBuilder();
    int inGroup = 0;
    while (end < text.length() && digits.length() <= 20) {
      char c = text.charAt(end);
      if (isDigit(c)) {
        digits.append(c);
        inGroup++;
      } else if ((c == '-' || c == ' ')
          && inGroup >= 3
          && end + 1 < text.length()
          && isDigit(text.charAt(end + 1))) {
        shape.append(inGroup).append('-');
        inGroup = 0;
        groups++;
      } else {
        break;
      }
      end++;
    }
    if (groups > 1) {
      shape.append(inGroup);
      return grouped(start, end, digits.toString(), shape.toString());
    }
    return plain(start, end, digits.toString());
  }

  private int grouped(int start, int end, String digits, String shape) {
    boolean closed = end >= text.length() || !isWord(text.charAt(end));
    if (closed && shape.equals("3-4-4") && NumberChecks.isPhone(digits)) {
      return hide(Masking.Kind.PHONE, start, end, digits);
    }
    if (closed && shape.startsWith("4-4-4-4") && NumberChecks.isCard(digits)) {
      return hide(Masking.Kind.BANK_CARD, start, end, digits);
    }
    int first = start;
    while (first < end && isDigit(text.charAt(first))) {
      first++;
    }
    return plain(start, first, text.substring(start, first));
  }

  private int plain(int start, int end, String digits) {
    int behind = end;
    String number = digits;
    if (digits.length() == 17 && end < text.length() && (text.charAt(end) | 0x20) == 'x') {
      number = digits + text.charAt(end);
      behind = end + 1;
    }
    if (number.length() < 11 || (behind < text.length() && isWord(text.charAt(behind)))) {
      return start;
    }
    String before = wordBefore(start);
    if (SensitiveNames.isOwnNumber(before)) {
      return start;
    }
    if (NumberChecks.isPhone(number)) {
      return hide(Masking.Kind.PHONE, start, behind, number);
    }
    if (number.length() == 13
        && number.startsWith("86")
        && NumberChecks.isPhone(digits.substring(2))) {
      return hide(Masking.Kind.PHONE, start + 2, behind, digits.substring(2));
    }
    if (NumberChecks.isIdentity(number)) {
      return hide(Masking.Kind.IDENTITY_CARD, start, behind, number);
    }
    if (number.equals(digits)
        && NumberChecks.isCard(digits)
        && (NumberChecks.isUnionPay(digits) || SensitiveNames.saysCard(before))) {
      return hide(Masking.Kind.BANK_CARD, start, behind, digits);
    }
    return start;
  }

  /// Whether a number may begin here: not inside an identifier or a decimal.
  private boolean isFree(int start) {
    if (start == 0) {
      return true;
    }
    char before = text.charAt(start - 1);
    boolean joins = before == '-' || before == '.' || before == '#';
    return !joins || start < 2 || !isWord(text.charAt(start - 2));
  }

  /// The word before a value, without what joins them; the field's name at the text's begin.
  private String wordBefore(int start) {
    int end = start;
    while (end > 0 && start - end < LOOK_BACK && isJoint(text.charAt(end - 1))) {
      end--;
    }
    if (end == 0) {
      return SensitiveNames.plain(name);
    }
    int begin = end;
    while (begin > 0 && end - begin < LOOK_BACK && isName(text.charAt(begin - 1))) {
      begin--;
    }
    return SensitiveNames.plain(text.substring(begin, end));
  }

  private static boolean isJoint(char c) {
    return " :=：#\"'[(（【/".indexOf(c) >= 0;
  }

  private static boolean isName(char c) {
    return isWord(c) || c == '-' || (c >= 0x4e00 && c <= 0x9fff);
  }

  // --- secrets

  private int secret(int start, int end) {
    char first = text.charAt(start);
    if (first == 'e' && text.startsWith("eyJ", start) && isToken(start)) {
      return hideToken(start);
    }
    if ((first == 'L' || first == 'A') && isAccessKey(start, end)) {
      return replace(Masking.Kind.SECRET, start, end, text.substring(start, start + 4) + "***");
    }
    if ((first | 0x20) == 'b'
        && end - start == 6
        && text.regionMatches(true, start, "bearer", 0, 6)) {
      return bearer(end);
    }
    int nameEnd = end;
    while (nameEnd < text.length()
        && (isWord(text.charAt(nameEnd)) || text.charAt(nameEnd) == '-')) {
      nameEnd++;
    }
    int value = valueBehind(nameEnd);
    if (value < 0) {
      return end;
    }
    return SensitiveNames.isSecret(SensitiveNames.plain(text.substring(start, nameEnd)))
        ? hideValue(value)
        : nameEnd;
  }

  private int chineseSecret(int start) {
    if (!kinds.contains(Masking.Kind.SECRET)) {
      return start + 1;
    }
    for (String word : new String[] {"密码", "口令", "验证码"}) {
      if (text.startsWith(word, start)) {
        int behind = start + word.length();
        int value = valueBehind(behind);
        if (value < 0 && behind < text.length() && "是为".indexOf(text.charAt(behind)) >= 0) {
          value = behind + 1;
        }
        return value < 0 ? behind : hideValue(value);
      }
    }
    return start + 1;
  }

  /// Offset of the value behind `=`, `:` or `：`, with quotes and blanks around; -1 when there is no
  /// such sign.
  private int valueBehind(int from) {
    int i = from;
    while (i < text.length() && "\"' \\".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    if (i >= text.length() || "=:：".indexOf(text.charAt(i)) < 0) {
      return -1;
    }
    i++;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\\')) {
      i++;
    }
    return i;
  }

  private int hideValue(int from) {
    if (from >= text.length()) {
      return from;
    }
    int start = from;
    char quote = text.charAt(from);
    boolean quoted = quote == '"' || quote == '\'';
    if (quoted) {
      start++;
    }
    int end = valueEnd(start, quoted ? quote : 0);
    String value = text.substring(start, end);
    if (!quoted && (value.equalsIgnoreCase("bearer") || value.equalsIgnoreCase("basic"))) {
      start = end + 1;
      end = start < text.length() ? valueEnd(start, (char) 0) : start;
      value = start < text.length() ? text.substring(start, end) : "";
    }
    if (value.isEmpty() || value.equals("null") || value.startsWith("***")) {
      return Math.max(end, from + 1);
    }
    return replace(Masking.Kind.SECRET, start, end, Masking.HIDDEN);
  }

  private int valueEnd(int start, char quote) {
    int end = start;
    while (end < text.length()) {
      char c = text.charAt(end);
      boolean stop =
          quote != 0 ? c == quote || c == '\\' : c <= ' ' || ",;&\"'()[]{}<>，；。".indexOf(c) >= 0;
      if (stop) {
        break;
      }
      end++;
    }
    return end;
  }

  private int bearer(int end) {
    if (end + 1 >= text.length() || text.charAt(end) != ' ') {
      return end;
    }
    int stop = valueEnd(end + 1, (char) 0);
    return stop - end - 1 < 8 ? end : replace(Masking.Kind.SECRET, end + 1, stop, Masking.HIDDEN);
  }

  /// A JSON web token: three base64url parts.
  private boolean isToken(int start) {
    int dot = tokenPart(start);
    return dot - start >= 10
        && dot < text.length()
        && text.charAt(dot) == '.'
        && tokenPart(dot + 1) - dot > 4;
  }

  private int tokenPart(int start) {
    int end = start;
    while (end < text.length() && (isWord(text.charAt(end)) || text.charAt(end) == '-')) {
      end++;
    }
    return end;
  }

  private int hideToken(int start) {
    int end = tokenPart(tokenPart(start) + 1);
    if (end < text.length() && text.charAt(end) == '.') {
      end = tokenPart(end + 1);
    }
    return replace(Masking.Kind.SECRET, start, end, Masking.HIDDEN);
  }

  /// Access keys of Alibaba Cloud, Tencent Cloud and AWS.
  private boolean isAccessKey(int start, int end) {
    int length = end - start;
    return (text.startsWith("LTAI", start) && length >= 16 && length <= 34)
        || (text.startsWith("AKID", start) && length >= 17 && length <= 44)
        || (text.startsWith("AKIA", start) && length == 20);
  }

  private int privateKey(int start) {
    int line = text.indexOf("-----", start + KEY_BEGIN.length());
    if (!kinds.contains(Masking.Kind.SECRET)
        || line < 0
        || !text.startsWith("PRIVATE KEY", line - "PRIVATE KEY".length())) {
      return start + KEY_BEGIN.length();
    }
    int end = text.indexOf("-----END", line);
    return replace(Masking.Kind.SECRET, line + 5, end < 0 ? text.length() : end, Masking.HIDDEN);
  }

  // --- mail

  private int mail(int start) {
    int at = start;
    while (at < text.length() && isMailPart(text.charAt(at))) {
      at++;
    }
    if (at >= text.length() || text.charAt(at) != '@' || at == start) {
      return start;
    }
    int end = at + 1;
    int lastDot = -1;
    while (end < text.length()
        && (isLetterOrDigit(text.charAt(end)) || ".-".indexOf(text.charAt(end)) >= 0)) {
      lastDot = text.charAt(end) == '.' && end + 1 < text.length() ? end : lastDot;
      end++;
    }
    while (end > at && ".-".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
      lastDot = text.lastIndexOf('.', end - 1);
    }
    boolean domain = lastDot > at + 1 && end - lastDot >= 3 && !isDigit(text.charAt(lastDot + 1));
    if (!domain) {
      return start;
    }
    return replace(
        Masking.Kind.EMAIL,
        start,
        end,
        text.charAt(start) + Masking.HIDDEN + text.substring(at, end));
  }

  private static boolean isMailPart(char c) {
    return isWord(c) || ".%+-".indexOf(c) >= 0;
  }

  // --- output

  private int hide(Masking.Kind kind, int start, int end, String value) {
    return kinds.contains(kind)
        ? replace(kind, start, end, SensitiveNames.hide(kind, value))
        : start;
  }

  private int replace(Masking.Kind kind, int start, int end, String by) {
    out.append(text, copied, start).append(by);
    copied = end;
    masked.accept(kind);
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetterOrDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isWord(char c) {
    return isLetterOrDigit(c) || c == '_';
  }
}
