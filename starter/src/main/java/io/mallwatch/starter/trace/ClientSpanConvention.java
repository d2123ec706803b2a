package io.mallwatch.starter.trace;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

/// Names client spans by method and peer, and says in `peer.service` which service was called.
public final class ClientSpanConvention extends DefaultClientRequestObservationConvention
    implements ClientRequestObservationConvention {
  private final @Nullable String peer;

  /// Names the peer by its host.
  public ClientSpanConvention() {
    this(null);
  }

  /// @param peer the called service's name; its host if null
  public ClientSpanConvention(@Nullable String peer) {
    this.peer = peer;
  }

  @Override
  public String getContextualName(ClientRequestObservationContext context) {
    return method(context).getValue() + " " + peerOf(context);
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(ClientRequestObservationContext context) {
    return super.getHighCardinalityKeyValues(context)
        .and(KeyValue.of("http.request.method", method(context).getValue()))
        .and(KeyValue.of("http.response.status_code", status(context).getValue()))
        .and(KeyValue.of("peer.service", peerOf(context)));
  }

  private String peerOf(ClientRequestObservationContext context) {
    if (peer != null) {
      return peer;
    }
    if (context.getCarrier() == null) {
      return "unknown";
    }
    URI uri = context.getCarrier().getURI();
    return uri.getHost() == null ? "unknown" : uri.getHost();
  }
}
