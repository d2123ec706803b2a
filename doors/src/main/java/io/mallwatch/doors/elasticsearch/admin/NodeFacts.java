package io.mallwatch.doors.elasticsearch.admin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who the server says it is.
///
/// @param clusterUuid 22 characters, the same for the life of the data
/// @param personality whose clients it speaks to
/// @param version that it says it has; empty for the one whose behaviour is offered, or a shipper's
///   own, since shippers refuse a server that is older than themselves
public record NodeFacts(String clusterUuid, Personality personality, String version) {

  /// Whose clients are expected; they differ in what they want to read in the handshake.
  public enum Personality {
    ELASTICSEARCH("8.19.0", "9.12.2", "7.17.0"),
    OPENSEARCH("2.19.2", "9.12.1", "7.10.0");

    private final String version;
    private final String lucene;
    private final String wire;

    Personality(String version, String lucene, String wire) {
      this.version = version;
      this.lucene = lucene;
      this.wire = wire;
    }

    String lucene() {
      return lucene;
    }

    String wire() {
      return wire;
    }
  }

  private static final Pattern SHIPPER =
      Pattern.compile("^Elastic-[A-Za-z]+(?:beat|-Agent)?/(\\d+\\.\\d+\\.\\d+)");

  /// The version for a client that calls itself so.
  String version(Optional<String> userAgent) {
    if (!version.isEmpty()) {
      return version;
    }
    Matcher shipper = SHIPPER.matcher(userAgent.orElse(""));
    return personality == Personality.ELASTICSEARCH && shipper.find()
        ? shipper.group(1)
        : personality.version;
  }

  /// The node's id: 22 characters made of the cluster's.
  String nodeId() {
    byte[] id = ("node-" + clusterUuid).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id).substring(0, 22);
  }
}
