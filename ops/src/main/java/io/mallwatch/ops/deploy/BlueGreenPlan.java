package io.mallwatch.ops.deploy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How one service is deployed into two colours behind nginx; `docs/deploy.md` describes the file.
///
/// @param drain how long the old colour is left to end its requests before it is stopped
/// @param stopOld whether it is stopped at all; if not it stays ready for a way back
/// @param timeout for each command
public record BlueGreenPlan(
    String service,
    String environment,
    Nginx nginx,
    Colour blue,
    Colour green,
    Probe probe,
    Watch watch,
    Duration drain,
    boolean stopOld,
    Duration timeout) {

  /// @param upstreamFile is included by nginx's configuration, and written anew with each switch
  /// @param upstream its name, for `proxy_pass http://<name>`
  /// @param test says whether nginx can use its configuration
  /// @param reload makes nginx read it; requests under way end with the old one
  public record Nginx(Path upstreamFile, String upstream, List<String> test, List<String> reload) {}

  /// @param address `host:port`
  /// @param start brings the version of the environment variable `VERSION` up
  public record Colour(String name, String address, List<String> start, List<String> stop) {}

  /// When a colour counts as up.
  ///
  /// @param inARow so many answers below 400, one after the other
  public record Probe(String path, Duration within, Duration every, int inARow, Duration timeout) {}

  /// What is looked at after the switch.
  ///
  /// @param length how long
  /// @param server where queries go, a server's `/prometheus`; null when nothing is asked
  public record Watch(Duration length, Duration every, @Nullable URI server, List<Check> checks) {}

  /// A figure that must be right for the new colour. In its query `$colour` is the new one and
  /// `$old` the other.
  ///
  /// @param bounds `max`, `min`, `max_over_old` (more than the old colour had by at most so much)
  ///   and `min_of_old` (at least this share of what it had), each when it is there
  public record Check(String name, String query, Map<Bound, Double> bounds) {}

  /// Kinds of bounds.
  public enum Bound {
    MAX,
    MIN,
    MAX_OVER_OLD,
    MIN_OF_OLD
  }

  /// The other one.
  Colour other(Colour colour) {
    return colour.equals(blue) ? green : blue;
  }
}
