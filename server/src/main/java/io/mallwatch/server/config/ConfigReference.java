package io.mallwatch.server.config;

/// Writes `docs/config.md` from [Settings].
public final class ConfigReference {

  private ConfigReference() {}

  /// The whole page.
  public static String markdown() {
    StringBuilder out =
        new StringBuilder(
            """
            # Configuration

            Defaults, then `mallwatch.yaml` (`--config`), then the environment, then flags of the command line;
            each is stronger than the one before. Unknown keys and bad values stop the start, all of them named
            at once with file and line. This page is generated from the code and checked by a test.

            """);
    String section = "";
    for (Setting<?> setting : Settings.ALL) {
      String top = setting.path().substring(0, setting.path().indexOf('.'));
      if (!top.equals(section)) {
        section = top;
        out.append("## ")
            .append(top)
            .append("\n\n| key | default | allowed | meaning | environment |\n");
        out.append("|---|---|---|---|---|\n");
      }
      out.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  setting.path(),
                  setting.defaultText().isEmpty() ? "–" : "`" + setting.defaultText() + "`",
                  setting.type().allowed() + (setting.secret() ? " (secret)" : ""),
                  setting.meaning(),
                  setting.inList() ? "–" : "`" + setting.environmentName() + "`"));
      if (isLastOf(setting, top)) {
        out.append('\n');
      }
    }
    return out.toString().stripTrailing() + "\n";
  }

  private static boolean isLastOf(Setting<?> setting, String top) {
    int next = Settings.ALL.indexOf(setting) + 1;
    return next == Settings.ALL.size() || !Settings.ALL.get(next).path().startsWith(top + ".");
  }
}
