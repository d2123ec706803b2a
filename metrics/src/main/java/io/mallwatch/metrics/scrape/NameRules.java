package io.mallwatch.metrics.scrape;

import java.util.Locale;

/// Which names metrics and labels may have.
public enum NameRules {
  /// Any text that is valid Unicode.
  UTF8,
  /// Letters, digits, underscores (and colons in metrics), not beginning with a digit.
  LEGACY;

  /// As configuration files write it.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isLabelName(String name) {
    return isName(name, false);
  }

  public boolean isMetricName(String name) {
    return isName(name, true);
  }

  private boolean isName(String name, boolean colons) {
    if (name.isEmpty()) {
      return false;
    }
    return switch (this) {
      case UTF8 -> isUnicode(name);
      case LEGACY -> {
        for (int i = 0; i < name.length(); i++) {
          char c = name.charAt(i);
          boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
          boolean other = (i > 0 && c >= '0' && c <= '9') || (colons && c == ':');
          if (!letter && !other) {
            yield false;
          }
        }
        yield true;
      }
    };
  }

  private static boolean isUnicode(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isHighSurrogate(c) && i + 1 < name.length()) {
        i++;
        c = name.charAt(i);
        if (!Character.isLowSurrogate(c)) {
          return false;
        }
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
