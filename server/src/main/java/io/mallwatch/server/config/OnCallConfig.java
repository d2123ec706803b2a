package io.mallwatch.server.config;

import java.util.List;

/// Calling people and what others may do from outside, keys `oncall.*`.
///
/// @param statusPage whether `/status` is served
/// @param pagerdutyKeys routing keys that `/pagerduty/v2/enqueue` takes; empty for any
/// @param pagerdutySecret with which PagerDuty signs its webhooks; empty to take none
public record OnCallConfig(boolean statusPage, List<String> pagerdutyKeys, Secret pagerdutySecret) {

  public OnCallConfig {
    pagerdutyKeys = List.copyOf(pagerdutyKeys);
  }

  @Override
  public String toString() {
    return "OnCallConfig[statusPage=%s, pagerdutyKeys=%d]"
        .formatted(statusPage, pagerdutyKeys.size());
  }
}
