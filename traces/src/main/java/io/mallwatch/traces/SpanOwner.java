package io.mallwatch.traces;

import io.mallwatch.model.Span;
import io.mallwatch.model.wire.ProtoCursor;
import java.util.Arrays;

/// Resource and scope that spans share, as their messages came. Equal when the bytes are. Safe for
/// use by many threads.
public final class SpanOwner {

  private final byte[] resourceBytes;
  private final byte[] scopeBytes;
  private final Span.Resource resource;
  private final Span.Scope scope;
  private final int hash;
  private final long serviceHash;

  /// @param resource a `Resource` message
  /// @param scope an `InstrumentationScope` message
  /// @throws io.mallwatch.model.wire.MalformedProtoException when one is none
  public SpanOwner(byte[] resource, byte[] scope) {
    this.resourceBytes = resource.clone();
    this.scopeBytes = scope.clone();
    this.resource = OtlpSpans.resource(new ProtoCursor(resource));
    this.scope = OtlpSpans.scope(new ProtoCursor(scope));
    this.hash = Arrays.hashCode(resource) * 31 + Arrays.hashCode(scope);
    this.serviceHash = ByteHash.of(service(), 0);
  }

  /// `service.name`, or `unknown_service`.
  public String service() {
    return resource.service();
  }

  /// Hash of the service's name.
  public long serviceHash() {
    return serviceHash;
  }

  /// A cursor over the resource's message.
  public ProtoCursor resourceFields() {
    return new ProtoCursor(resourceBytes);
  }

  /// A cursor over the scope's message.
  public ProtoCursor scopeFields() {
    return new ProtoCursor(scopeBytes);
  }

  /// The resource's message.
  public byte[] resourceBytes() {
    return resourceBytes.clone();
  }

  /// The scope's message.
  public byte[] scopeBytes() {
    return scopeBytes.clone();
  }

  public Span.Resource resource() {
    return resource;
  }

  public Span.Scope scope() {
    return scope;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpanOwner owner
        && Arrays.equals(resourceBytes, owner.resourceBytes)
        && Arrays.equals(scopeBytes, owner.scopeBytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
