package io.mallwatch.starter.trace;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/// Names server spans by method and route (`GET /api/v1/orders/{id}`) and adds the attributes of
/// OpenTelemetry's HTTP conventions. The labels of metrics stay Spring's own.
public final class ServerSpanConvention extends DefaultServerRequestObservationConvention {

  @Override
  public String getContextualName(ServerRequestObservationContext context) {
    String method = method(context).getValue();
    String route = context.getPathPattern();
    return route == null || route.equals("/**") ? method : method + " " + route;
  }

  @Override
  public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
    KeyValues values =
        super.getHighCardinalityKeyValues(context)
            .and(KeyValue.of("http.request.method", method(context).getValue()))
            .and(KeyValue.of("http.response.status_code", status(context).getValue()));
    String route = context.getPathPattern();
    return route == null ? values : values.and(KeyValue.of("http.route", route));
  }
}
