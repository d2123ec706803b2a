package io.mallwatch.samplemall.history;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.time.Instant;

/// The small words of OTLP.
final class Proto {
  static final KeyValue DEMO = attribute("demo", "history");
  static final InstrumentationScope SCOPE =
      InstrumentationScope.newBuilder().setName("io.mallwatch.samplemall.history").build();
  static final Resource RESOURCE =
      Resource.newBuilder()
          .addAttributes(attribute("service.name", "sample-mall"))
          .addAttributes(attribute("service.instance.id", "history"))
          .build();

  private Proto() {}

  static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
