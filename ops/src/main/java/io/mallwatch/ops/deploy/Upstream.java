package io.mallwatch.ops.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file that tells nginx which colour is live. It is replaced whole, so nginx never reads half
/// of one.
final class Upstream {

  private static final Pattern LIVE = Pattern.compile("(?m)^# live: (blue|green)$");

  private final BlueGreenPlan.Nginx nginx;

  Upstream(BlueGreenPlan.Nginx nginx) {
    this.nginx = nginx;
  }

  /// Name of the colour that is live; empty when there is no such file yet.
  Optional<String> live() throws IOException {
    if (!Files.exists(nginx.upstreamFile())) {
      return Optional.empty();
    }
    Matcher line = LIVE.matcher(Files.readString(nginx.upstreamFile(), StandardCharsets.UTF_8));
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }

  /// What the file says now, to be put back by [#restore(String)]; empty text for no file.
  String content() throws IOException {
    return Files.exists(nginx.upstreamFile())
        ? Files.readString(nginx.upstreamFile(), StandardCharsets.UTF_8)
        : "";
  }

  void point(BlueGreenPlan.Colour colour) throws IOException {
    write(
        """
        # Written by `mallwatch deploy`; changes by hand are lost.
        # live: %s
        upstream %s {
          server %s;
          keepalive 32;
        }
        """
            .formatted(colour.name(), nginx.upstream(), colour.address()));
  }

  void restore(String content) throws IOException {
    if (content.isEmpty()) {
      Files.deleteIfExists(nginx.upstreamFile());
    } else {
      write(content);
    }
  }

  private void write(String content) throws IOException {
    Path next = nginx.upstreamFile().resolveSibling(nginx.upstreamFile().getFileName() + ".next");
    Files.writeString(next, content, StandardCharsets.UTF_8);
    Files.move(
        next,
        nginx.upstreamFile(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
