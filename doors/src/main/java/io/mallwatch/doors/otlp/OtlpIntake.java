package io.mallwatch.doors.otlp;

import java.util.Map;

/// Takes one signal.
@FunctionalInterface
public interface OtlpIntake {

  /// Keeps what is good of an `Export...ServiceRequest`; on return it survives a crash.
  ///
  /// @throws io.mallwatch.model.wire.MalformedProtoException when the bytes are no such message
  /// @throws io.mallwatch.model.StoreOverloadedException when nothing was kept; retry later
  /// @throws io.mallwatch.model.StoreUnavailableException when nothing was kept; retry later
  Outcome accept(byte[] protobuf);

  /// @param rejected spans, points or records refused, by reason
  /// @param message for the sender; may warn even when nothing was refused; else empty
  record Outcome(Map<String, Integer> rejected, String message) {

    public static final Outcome ALL_TAKEN = new Outcome(Map.of(), "");

    public Outcome {
      rejected = Map.copyOf(rejected);
    }

    public int rejectedCount() {
      return rejected.values().stream().mapToInt(Integer::intValue).sum();
    }

    boolean isPartial() {
      return rejectedCount() > 0 || !message.isEmpty();
    }
  }
}
